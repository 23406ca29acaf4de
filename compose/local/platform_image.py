"""`make image`: the one image that holds the binaries, for Kubernetes and Compose."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from . import build, command
from .failure import Failure
from .settings import CLONE, Settings

FOLDER = CLONE / "compose" / "image"
STAGE = CLONE / ".build" / "image"
# The compiler's own libraries; everything else that a binary needs comes from Debian's packages.
TOOLCHAIN = re.compile(r"=> (\S*/usr/lib/swift/linux/\S+\.so)\b")
# What makes an image of a Dockerfile, in the order of preference.
PROGRAMS = [["docker", "build"], ["podman", "build"], ["buildah", "build"]]


class PlatformImage:
    def __init__(self, name, base=None, program=None):
        self.name, self.base = name, base
        self.program = shlex.split(program) if program else self._found()
        self.settings = Settings()

    @staticmethod
    def _found():
        for program in PROGRAMS:
            if command.find(program[0]):
                return program
        raise Failure("making an image needs docker, podman or buildah, and none is here.", "apt-get install podman")

    def make(self, table):
        with table.step("build") as step:
            step.done(build.build(self.settings, step))
        with table.step("files") as step:
            self._stage(step)
        with table.step("image") as step:
            self._image(step)
            step.done(self.name)

    def _stage(self, step):
        """The image's own files, as they shall lie in it."""
        shutil.rmtree(STAGE, ignore_errors=True)
        root = STAGE / "root" / "usr/local"
        for folder in ("bin", "lib", "lib/slipway"):
            (root / folder).mkdir(parents=True)
        binaries = build.binaries(self.settings)
        libraries = set()
        for name in build.PRODUCTS:
            step.say(name)
            libraries |= set(TOOLCHAIN.findall(command.run(["ldd", binaries / name], f"asking what {name} is linked with")))
            self._copy(binaries / name, root / "bin" / name)
        for library in sorted(libraries):
            self._copy(Path(library), root / "lib" / Path(library).name)
        for package in ("local", "bootstrap"):
            shutil.copytree(CLONE / "compose" / package, root / "lib/slipway" / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copyfile(FOLDER / "Dockerfile", STAGE / "Dockerfile")
        for folder, names, files in os.walk(STAGE / "root"):
            for name in names + files:
                path = Path(folder) / name
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        size = sum(path.stat().st_size for path in STAGE.rglob("*") if path.is_file())
        step.done(f"{len(build.PRODUCTS)} binaries, {len(libraries)} libraries of Swift, {size >> 20} MB")

    @staticmethod
    def _copy(source, target):
        """Without what only a debugger reads; names of functions stay, for backtraces."""
        shutil.copyfile(source.resolve(), target)
        if command.find("strip"):
            command.run(["strip", "--strip-debug", target], f"stripping {target.name}")

    def _image(self, step):
        arguments = [*self.program, *(["--build-arg", f"BASE={self.base}"] if self.base else []), "-t", self.name, str(STAGE)]
        process = subprocess.Popen(
            arguments, env={**os.environ, "PATH": command.PATH}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace")
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            step.say(line.strip())
        if process.wait() != 0:
            raise Failure(f"{shlex.join(self.program)} failed.", "\n".join([line for line in lines if line][-8:]))


def make(table, given):
    PlatformImage(given.name, given.base, given.program).make(table)
