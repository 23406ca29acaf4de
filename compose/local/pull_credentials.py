"""What nodes of a cluster show a registry that wants a login: a file that the deploy service makes a Secret of in each project's namespace."""

import base64
import json

from .state import write

FILE = "SLIPWAY_KUBERNETES_IMAGE_PULL_CREDENTIALS_FILE"


class PullCredentials:
    def __init__(self, settings, state):
        self.settings, self.file = settings, state.secret("registry-pull")

    @property
    def needed(self):
        """Unless somebody has named a file or a Secret himself."""
        named = self.settings.text(FILE) or self.settings.text("SLIPWAY_KUBERNETES_IMAGE_PULL_SECRET")
        return self.settings.runtime == "kubernetes" and bool(self.settings.registry and self.settings.registry_pull_login) and not named

    def prepare(self):
        if not self.needed:
            self.file.unlink(missing_ok=True)
            return
        user, password = self.settings.registry_pull_login
        login = {"username": user, "password": password, "auth": base64.b64encode(f"{user}:{password}".encode()).decode()}
        # Nodes compare letter by letter: without the slash, it would be shown for whatever begins like our path.
        place = self.settings.registry + ("/" if "/" in self.settings.registry else "")
        write(self.file, json.dumps({"auths": {place: login}}) + "\n")

    @property
    def environment(self):
        return {FILE: self.file} if self.needed else {}

    @property
    def files(self):
        """Whoever reads one of these is started again when it is another."""
        return [file for file in (self.settings.registry_password, self.settings.registry_authority, self.needed and self.file) if file]
