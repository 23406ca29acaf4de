"""For Compose: one volume holds every secret, and each container has a volume with its own share."""

import json
import os
from pathlib import Path

from local import router
from local.settings import Settings
from local.state import write

from . import bus, servers
from .say import say
from .vault import Vault

EVERYTHING = Path("/secrets")
SHARES = Path("/shares")
OWNER = 10001


class Root:
    """Where the router's folder lies in every container that knows it: /router."""

    home = Path("/")


def _share(name, contents, mode=0o400):
    for key, text in contents.items():
        write(SHARES / name / key, text, mode)
        os.chown(SHARES / name / key, OWNER, 0)


def secrets():
    """Before any server starts."""
    vault, settings = Vault(EVERYTHING), Settings()
    vault.prepare()
    for service, share in vault.shares():
        _share(service, share)
    # Read by a user of the image's own choice, and by nobody else: the volume is in that container alone.
    _share("postgres", {"password": vault.read("postgres-admin")}, 0o444)
    _share("nats", {"nats.conf": _bus(vault, settings)}, 0o444)
    _router(settings)
    say("secrets are there")


def _bus(vault, settings):
    file = EVERYTHING / "tables.json"
    memory, allowed = bus.tables(json.loads(file.read_text()) if file.exists() else None)
    write(file, json.dumps(memory, sort_keys=True))
    ports = [settings.port(name) for name in ("SLIPWAY_NATS_PORT", "SLIPWAY_NATS_MONITOR_PORT")]
    return bus.configuration(vault, allowed, "nats", listen=f"127.0.0.1:{ports[0]}", monitor=f"127.0.0.1:{ports[1]}")


def _router(settings):
    """The deploy service writes one file an app beside the one for the API."""
    folder = router.folder(Root)
    router.write_gateways(settings, Root, [1])
    write(SHARES / "traefik" / "traefik.yml", router.static(settings, Root), 0o444)
    os.chown(folder, OWNER, 0)
    folder.chmod(0o755)


def prepare():
    """Once the servers are there."""
    vault = Vault(EVERYTHING)
    servers.databases(vault)
    servers.stream(vault)
    servers.account(vault)
