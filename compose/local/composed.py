"""`make test-compose IMAGE=…`: the platform brought up by podman-compose on an engine of its own, an app on it, and all of it gone again."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import command
from .api import API
from .engine import Engine
from .failure import Failure
from .installed import COMMAND, EMAIL, FINAL, answers
from .settings import CLONE, SERVICES, Settings
from .state import State
from .supervisor import Supervisor
from .tools import Tools, Venv

FILE = CLONE / "compose" / "docker" / "compose.yaml"
COMPOSE = Venv(CLONE / ".build" / "compose-venv", ["podman-compose==1.6.0"])
IMAGES = {"image": "SLIPWAY_IMAGE", "postgres": "SLIPWAY_POSTGRES_IMAGE", "nats": "SLIPWAY_NATS_IMAGE", "registry": "SLIPWAY_REGISTRY_IMAGE",
          "traefik": "SLIPWAY_TRAEFIK_IMAGE"}


class Composed:
    """`given`: names of images. Those that are not given are the file's own, which this machine must be able to pull."""

    def __init__(self, given, base, tools):
        self.given = {name: value for name, value in given.items() if name in IMAGES and value}
        self.home = Path(tempfile.mkdtemp(prefix="slipway-compose-"))
        self.settings = Settings({"SLIPWAY_HOME": str(self.home), "SLIPWAY_PORT_BASE": str(base), "SLIPWAY_TOOLS": str(tools)})
        self.state = State(self.home)
        self.state.lock()
        self.state.prepare()
        self.tools = Tools(self.settings)
        self.supervisor = Supervisor(self.state, self.tools)
        self.engine = Engine(self.settings, self.state)

    def run(self, table):
        try:
            for name, act in (("engine", self._engine), ("images", self._images), ("up", self._up), ("app", self._app), ("again", self._again)):
                with table.step(name) as step:
                    act(step)
        finally:
            with table.step("down") as step:
                self._compose("down", "-v", check=False)
                left = self.engine.podman("ps", "-aq", "--filter", "label=io.podman.compose.project=slipway-test").split()
                self.engine.forget()
                self.supervisor.shutdown()
                self.state.forget()
                step.done(f"{len(left)} containers are left")
        return not left

    def _engine(self, step):
        self.tools.install(step)
        COMPOSE.install(step)
        self.supervisor.ensure()
        self.engine.start(self.supervisor, step)

    def _images(self, step):
        for image in self.given.values():
            step.say(image)
            command.run(["podman", "pull", "-q", "--tls-verify=false", image], f"pulling {image}", self.engine.environment)
        step.done(f"{len(self.given)} pulled")

    @property
    def environment(self):
        ports = {name: self.settings.port(name) for name in (
            "SLIPWAY_PORT", "SLIPWAY_APPS_PORT", "SLIPWAY_POSTGRES_PORT", "SLIPWAY_NATS_PORT", "SLIPWAY_NATS_MONITOR_PORT",
            "SLIPWAY_REGISTRY_PORT", "SLIPWAY_ROUTER_API_PORT", "SLIPWAY_SERVICE_PORTS")}
        admin = {f"SLIPWAY_{service.upper()}_ADMIN_PORT": self.settings.admin_port(service, 1) for service in SERVICES}
        told = {
            **ports, **admin, "SLIPWAY_GATEWAY_PORT": self.settings.gateway_port(1), "SLIPWAY_INSTANCE_PORT_RANGE": self.settings.instance_ports,
            "SLIPWAY_COMPOSE_NAME": "slipway-test", "SLIPWAY_ENGINE_SOCKET": self.engine.socket, "SLIPWAY_CONTAINER_NETWORK": self.engine.network,
            "SLIPWAY_EMAIL": EMAIL, "SLIPWAY_PUBLIC_URL": f"http://localhost:{ports['SLIPWAY_PORT']}",
            **{IMAGES[name]: image for name, image in self.given.items()},
        }
        outside = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
        return {**outside, "PATH": command.PATH, **self.engine.environment, **{name: str(value) for name, value in told.items()}}

    def _compose(self, *arguments, check=True):
        done = subprocess.run(
            [COMPOSE.path("podman-compose"), "-f", FILE, *arguments], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, errors="replace", timeout=400)
        if check and done.returncode != 0:
            raise Failure(f"podman-compose {arguments[0]} ended with {done.returncode}.", "\n".join(done.stderr.splitlines()[-10:]))

    def _up(self, step):
        # The services enter the engine's socket by their group.
        Path(self.engine.socket).chmod(0o660)
        step.say("podman-compose up -d")
        self._compose("up", "-d")
        self.api = API(self.settings.port("SLIPWAY_PORT"))
        folder = self.engine.podman("volume", "inspect", "slipway-test_secrets", "--format", "{{.Mountpoint}}").strip()
        self._until("the operator can log in", lambda: self.api.login(EMAIL, (Path(folder) / "login").read_text().strip()) or True, 90)
        step.done(f"{len(self.engine.podman('ps', '-q').split())} containers")

    def _app(self, step):
        """Of Slipway's own image, out of the platform's own registry."""
        name = f"127.0.0.1:{self.settings.port('SLIPWAY_REGISTRY_PORT')}/slipway:app"
        self.engine.podman("tag", self.given.get("image", "slipway:latest"), name)
        command.run(["podman", "push", "-q", name], "pushing the app's image", self.engine.environment)
        project = self.api.ask("POST", "projects", {"name": "demo"})[1]["id"]
        self.app = self.api.ask("POST", f"projects/{project}/apps", {
            "name": "web", "build": {"method": "image", "image": name}, "run": {"command": COMMAND, "port": 8000, "memory": "128Mi", "cpu": "200m"}})[1]
        deployment = self.api.ask("POST", f"apps/{self.app['id']}/deployments", {})[1]["id"]
        now = self._until("the deployment ends", lambda: self._ended(deployment), 120)
        if now["status"] != "live":
            raise Failure("the app is not live.", json.dumps(now.get("failure")))
        self._serves()
        step.done(f"{self.app['url']} is live")

    def _again(self, step):
        """Down and up: secrets, databases and the app are as they were; the app served all the while."""
        self._compose("down")
        if not self.engine.podman("ps", "-q").split():
            raise Failure("the app's instance went with the platform.")
        self._up(step)
        self._serves()
        step.done("down and up: as it was")

    def _serves(self):
        place = ("127.0.0.1", self.settings.port("SLIPWAY_APPS_PORT"))
        self._until("the app answers", lambda: answers(place, self.app["url"].partition("//")[2], "/") == 200, 30)

    def _ended(self, deployment):
        now = self.api.ask("GET", f"deployments/{deployment}")[1]
        return now if now["status"] in FINAL else None

    @staticmethod
    def _until(what, ask, seconds):
        limit, reason = time.monotonic() + seconds, ""
        while True:
            try:
                if said := ask():
                    return said
            except (Failure, OSError) as error:
                reason = f" {error}"
            if time.monotonic() > limit:
                raise Failure(f"{what}: not within {seconds} s.{reason}")
            time.sleep(0.5)
