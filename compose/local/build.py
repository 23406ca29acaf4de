"""Step 2: the seven services and the client, compiled for release."""

import os
import re
import subprocess

from . import command
from .failure import Failure
from .settings import CLONE, SERVICES
from .state import fingerprint, write

PRODUCTS = [f"slipway-{service}" for service in SERVICES] + ["slipway"]
WATCHED = ["Services", "Shared", "Proto/Generated"]


def binaries(settings):
    return settings.binaries or CLONE / ".build" / "release"


def build(settings, step):
    """Compiles what changed; says nothing changed without asking the compiler when no source has."""
    folder = binaries(settings)
    if settings.binaries:
        absent = [name for name in PRODUCTS if not (folder / name).exists()]
        if absent:
            raise Failure(f"SLIPWAY_BIN_DIR is {folder}, and there is no {absent[0]} in it.")
        return f"as it is in {folder}"
    stamp = CLONE / ".build" / "slipway-release.stamp"
    sources = _sources()
    complete = all((folder / name).exists() for name in PRODUCTS)
    if not (complete and stamp.exists() and stamp.read_text() == sources):
        _compile(step)
        write(stamp, sources, 0o644)
    link_client(folder)
    return "7 services, slipway CLI"


def _sources():
    files = [CLONE / "Package.swift"]
    if (CLONE / "Package.resolved").exists():
        files.append(CLONE / "Package.resolved")
    for top in WATCHED:
        for folder, _, names in os.walk(CLONE / top):
            files += [CLONE / folder / name for name in names if not name.endswith(".md")]
    return fingerprint(*sorted(files)) + "\n"


def _compile(step):
    step.say("swift build -c release")
    process = subprocess.Popen(
        ["swift", "build", "-c", "release"], cwd=CLONE, env={**os.environ, "PATH": command.PATH},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace")
    lines = []
    for line in process.stdout:
        line = line.strip()
        lines.append(line)
        if re.match(r"\[\d+/\d+\]", line) or line.startswith(("Fetching", "Fetched", "Computing", "Creating", "Updating", "Building")):
            step.say(line)
    if process.wait() != 0:
        errors = [line for line in lines if "error:" in line] or lines[-10:]
        raise Failure("the build failed.", "\n".join(dict.fromkeys(errors[:10])))


def link_client(folder):
    link = CLONE / "bin" / "slipway"
    link.parent.mkdir(exist_ok=True)
    target = os.path.relpath(folder / "slipway", link.parent)
    if not (link.is_symlink() and os.readlink(link) == target):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
