"""run.json: what scripts need to know. An event listener of supervisord rewrites it when a process starts or ends."""

import json
import os
import sys
import time
from pathlib import Path

from . import registry, router
from .base_images import BaseImages
from .cluster import Cluster
from .services import is_service
from .settings import CLONE, SERVICES, Settings
from .state import State, fingerprint, write
from .supervisor import Program, Supervisor
from .tools import Tools


def collect(settings, state, supervisor, images):
    pids = {p["name"]: p["pid"] for p in supervisor.processes() if p["pid"]}
    services = {service: [] for service in SERVICES}
    admin = {}
    for name in sorted(filter(is_service, pids), key=lambda name: int(name.rpartition("-")[2])):
        service, _, replica = name.rpartition("-")
        services[service].append(pids[name])
        admin[name] = f"http://127.0.0.1:{settings.admin_port(service, int(replica))}"
    try:
        example = json.loads((state.home / "example.json").read_text())
    except (FileNotFoundError, ValueError):
        example = {}
    try:
        password = state.secret("login").read_text().strip()
    except FileNotFoundError:
        password = None
    return {
        "api": router.public_url(settings), "app_url": example.get("url"), "apps_domain": settings.domain,
        "apps_host": settings.apps_address[0], "apps_port": settings.apps_address[1], "runtime": settings.runtime, "email": settings.email, "password": password,
        "registry": registry.place(settings), "git": f"http://127.0.0.1:{settings.port('SLIPWAY_GIT_PORT')}", "base_images": images.references(),
        "services": services, "admin": admin, "nats": pids.get("nats"), "postgres": pids.get("postgres"), "engine": str(state.runtime / "podman.sock"),
        **Cluster(settings, state).facts(),
    }


def rewrite(settings, state, supervisor, images):
    write(state.home / "run.json", json.dumps(collect(settings, state, supervisor, images), indent=2) + "\n")


def start(settings, state, supervisor):
    supervisor.declare(Program(
        "facts", ["/usr/bin/python3", "-m", "local.facts"], 1,
        {"PYTHONPATH": CLONE / "compose", "PYTHONDONTWRITEBYTECODE": "1", "SLIPWAY_HOME": state.home},
        events="PROCESS_STATE,TICK_5", fingerprint=fingerprint(Path(__file__))))


def listen():
    """supervisord's protocol: READY, a header line, a payload, RESULT. Whatever happened, the whole is read anew."""
    home = {"SLIPWAY_HOME": os.environ["SLIPWAY_HOME"]}
    while True:
        sys.stdout.write("READY\n")
        sys.stdout.flush()
        header = sys.stdin.readline()
        if not header:
            return
        length = int(dict(part.split(":", 1) for part in header.split())["len"])
        sys.stdin.read(length)
        # Answered first: supervisord must not wait for its own answer to our question.
        sys.stdout.write("RESULT 2\nOK")
        sys.stdout.flush()
        try:
            settings = Settings(home)
            state = State(settings.home)
            rewrite(settings, state, Supervisor(state, Tools(settings)), BaseImages(settings, state))
        except Exception as error:  # told in its log; the next event or tick tries again
            sys.stderr.write(f"{time.strftime('%FT%TZ', time.gmtime())} run.json was not rewritten: {error!r}\n")
            sys.stderr.flush()


if __name__ == "__main__":
    listen()
