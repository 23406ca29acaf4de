"""The image of the container that unpacks sources in a cluster, where none is named: our own slipway-build, and the libraries it is
linked with. A platform that is installed from the one image names that instead."""

import re
import shutil
from pathlib import Path

from . import build, command, registry
from .image import Repository
from .state import fingerprint, write

LIBRARY = re.compile(r"(?:=> )?(/\S+) \(0x")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class SourceImage:
    def __init__(self, settings, state):
        self.settings, self.state = settings, state
        self.file = state.home / "source-image"

    @property
    def needed(self):
        return self.settings.builder == "kaniko" and not self.settings.text("SLIPWAY_KANIKO_SOURCE_IMAGE")

    @property
    def environment(self):
        """What the build service is told of it."""
        return {"SLIPWAY_KANIKO_SOURCE_IMAGE": self.file.read_text().split()[1]} if self.needed and self.file.exists() else {}

    def ensure(self, step):
        """Makes it when the binary is another, or the registry has it no more."""
        binary = build.binaries(self.settings) / "slipway-build"
        stamp = fingerprint("1", registry.place(self.settings), binary)
        repository = Repository(registry.client(self.settings, self.state), "slipway/source")
        known = self.file.read_text().split() if self.file.exists() else ["", ""]
        if known[0] == stamp and repository.has(known[1].rpartition(":")[2]):
            return step.done("as it was made")
        root = self.state.data / "source-image" / "root"
        shutil.rmtree(root.parent, ignore_errors=True)
        try:
            step.say("collecting libraries")
            said = command.run(["ldd", binary], "asking what slipway-build is linked with")
            for library in sorted(set(LIBRARY.findall(said))):
                self._copy(Path(library), root / library.lstrip("/"))
            self._copy(binary, root / "usr/local/bin/slipway-build")
            self._copy(CERTIFICATES, root / str(CERTIFICATES).lstrip("/"))
            (root / "tmp").mkdir(mode=0o1777)
            step.say("pushing")
            tag = repository.push(root, root.parent, {"dev.slipway.installation": self.state.installation}, ["/usr/local/bin/slipway-build"])
        finally:
            shutil.rmtree(root.parent, ignore_errors=True)
        write(self.file, f"{stamp} {repository.reference(tag)}\n")
        step.done(f"slipway-build and its libraries, {repository.reference(tag)}")

    @staticmethod
    def _copy(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source.resolve(), target)
        if command.find("strip") and source != CERTIFICATES:
            command.run(["strip", "--strip-debug", target], f"stripping {target.name}", check=False)
