"""Every secret of an installation as a file of its own, in a folder that stands where the local platform has its `secrets`."""

import secrets
from pathlib import Path

from local import credentials, services
from local.settings import SERVICES
from local.state import write


class Vault:
    def __init__(self, folder):
        self.folder = Path(folder)

    def secret(self, name):
        return self.folder / name

    def read(self, name):
        return credentials.read(self, name)

    def prepare(self):
        """Makes what is not there. What is there stays: data is sealed with it."""
        made = credentials.prepare(self)
        if not self.secret("installation").exists():
            made |= write(self.secret("installation"), secrets.token_hex(5) + "\n")
        return made

    def everything(self):
        return {path.name: path.read_text().strip() for path in sorted(self.folder.iterdir()) if path.is_file()}

    def shares(self):
        """What each service is shown, and nothing more."""
        for service in SERVICES:
            names = sorted({*services.secrets(service).values(), "installation"})
            yield service, {name: self.read(name) for name in names}
