"""A registry as companies have it, for tests: TLS by an authority of its own, a password, and a path in it that is ours. It goes with its
folder."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import command
from .failure import Failure, last_lines
from .registry_client import RegistryClient
from .settings import Settings
from .state import write

USER, PASSWORD = "slipway", "hush-hush-1"
PATH = "acme/platform"
ENTRY = f"{USER}:$2y$05$abcdefghijklmnopqrstuuBVqWE8bhR.O4O6kWMD3aDOQmL9uZrOC\n"  # bcrypt of it
CONFIGURATION = """\
version: 0.1
log: {{ level: warn, accesslog: {{ disabled: true }} }}
storage: {{ filesystem: {{ rootdirectory: {folder}/data }}, delete: {{ enabled: true }} }}
http: {{ addr: "{address}", tls: {{ certificate: {folder}/server.crt, key: {folder}/server.key }} }}
auth: {{ htpasswd: {{ realm: closed, path: {folder}/htpasswd }} }}
"""


class ClosedRegistry:
    def __init__(self, port):
        self.address = f"127.0.0.1:{port}"

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="slipway-closed-"))
        self.process = None
        try:
            self._certify()
            for name, text in {"htpasswd": ENTRY, "password": PASSWORD + "\n", "registry.yml": CONFIGURATION.format(folder=self.folder, address=self.address)}.items():
                write(self.folder / name, text)
            with open(self.folder / "log", "w") as log:
                self.process = subprocess.Popen(
                    [command.find("docker-registry"), "serve", self.folder / "registry.yml"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def settings(self):
        """What `make run` is told of it."""
        return {
            "SLIPWAY_REGISTRY": f"{self.address}/{PATH}", "SLIPWAY_REGISTRY_USER": USER, "SLIPWAY_REGISTRY_PASSWORD_FILE": str(self.folder / "password"),
            "SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE": str(self.folder / "authority.crt"),
        }

    @property
    def login(self):
        return f"{USER}:{PASSWORD}"

    def client(self):
        settings = Settings({"SLIPWAY_HOME": str(self.folder), **self.settings})
        return RegistryClient(f"{self.address}/{PATH}", settings, settings.registry_login)

    def _wait(self):
        limit = time.monotonic() + 20
        while True:
            try:
                return self.client().ask("GET", "/v2/", timeout=2)
            except Failure:
                if time.monotonic() > limit or self.process.poll() is not None:
                    raise Failure("the registry with a login did not start; its last lines:", last_lines(self.folder / "log"))
                time.sleep(0.1)

    def _certify(self):
        def make(name, subject, *more):
            self._openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
            self._openssl("req", "-new", "-x509", "-days", "2", "-subj", f"/CN={subject}", "-key", f"{name}.key", "-out", f"{name}.crt", *more)

        make("authority", "Authority", "-addext", "keyUsage=critical,keyCertSign")
        make("server", "localhost", "-CA", "authority.crt", "-CAkey", "authority.key", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-addext", "basicConstraints=critical,CA:FALSE")

    def _openssl(self, *arguments):
        command.run(["openssl", *arguments], "making certificates", cwd=self.folder)
