"""For Compose: one volume holds every secret, and each container has a volume with its own share."""

import json
import os
from pathlib import Path

from local.state import write

from . import bus, servers, told
from .say import say
from .vault import Vault

EVERYTHING = Path("/secrets")
SHARES = Path("/shares")
OWNER = 10001


def _vault():
    return Vault(EVERYTHING)


def _share(name, contents, mode=0o400):
    for key, text in contents.items():
        write(SHARES / name / key, text, mode)
        os.chown(SHARES / name / key, OWNER, 0)


def secrets():
    """Before any server starts."""
    vault = _vault()
    vault.prepare()
    for service, share in vault.shares():
        _share(service, share)
    # Read by a user of the image's own choice, and by nobody else: the volume is in that container alone.
    _share("postgres", {"password": vault.secret("postgres-admin").read_text()}, 0o444)
    file = EVERYTHING / "tables.json"
    memory, allowed = bus.tables(json.loads(file.read_text()) if file.exists() else None)
    _share("nats", {"nats.conf": bus.configuration(vault, allowed, "nats")}, 0o444)
    write(file, json.dumps(memory, sort_keys=True))
    say("secrets are there")


def prepare():
    vault = _vault()
    servers.databases(vault)
    servers.stream(vault)
    servers.account(vault)

