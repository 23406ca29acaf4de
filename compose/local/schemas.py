"""What is rendered for a cluster, held against the schemas that Kubernetes publishes, by somebody else's program."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from .failure import Failure
from .settings import CLONE
from .tools import Venv

WHEELS = ["kubernetes-validate==1.37.0"]


class Schemas:
    """A folder that the tests of rendering leave objects in, and the program that reads them."""

    # The oldest that is supported, and the newest that there is.
    VERSIONS = ("1.30", "1.37")

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="slipway-rendered-"))
        self.venv = Venv(CLONE / ".build" / "schemas-venv", WHEELS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def objects(self):
        return sorted(self.folder.glob("*.json"))

    @property
    def count(self):
        return len(self.objects)

    def validate(self, step):
        """What is wrong, in the program's words; empty when nothing is."""
        self.venv.install(step)
        if not self.count:
            raise Failure("no object was rendered to be validated.")
        said = ""
        for version in self.VERSIONS:
            step.say(f"{self.count} objects in {version}")
            done = subprocess.run(
                [self.venv.path("kubernetes-validate"), "--strict", "--quiet", "-k", version, *self.objects], capture_output=True, text=True)
            if done.returncode != 0:
                said += "".join(f"{line}\n" for line in (done.stdout + done.stderr).splitlines()[-20:])
        return said
