"""In a namespace: Secrets for the Pods first, which wait for them, then what is asked of the servers.

`credentials` holds every secret; what is taken out of it is made anew the next time. The others follow from it.
"""

import json
import tempfile

from . import bus, servers, told
from .kubernetes import Secrets
from .say import say
from .vault import Vault


def run():
    secrets = Secrets()
    nodes = told.number("SLIPWAY_NATS_NODES", 1)
    with tempfile.TemporaryDirectory() as folder:
        vault = _vault(secrets, folder)
        for service, share in vault.shares():
            secrets.write(service, share)
        _bus(secrets, vault, nodes)
        say("secrets are there")
        servers.databases(vault)
        servers.stream(vault, nodes)
        servers.account(vault)


def _vault(secrets, folder):
    vault = Vault(folder)
    there = secrets.read("credentials")
    for name, text in there.items():
        vault.secret(name).write_text(text)
    vault.prepare()
    # Without newlines at their ends: what becomes a variable of a Pod has none.
    if vault.everything() != there:
        secrets.write("credentials", vault.everything())
        say("made what was missing in the Secret credentials")
    return vault


def _bus(secrets, vault, nodes):
    remembered = secrets.read("nats").get("tables.json")
    memory, allowed = bus.tables(json.loads(remembered) if remembered else None)
    secrets.write("nats", {
        "nats.conf": bus.configuration(vault, allowed, "$NATS_NODE", nodes),
        "tables.json": json.dumps(memory, sort_keys=True),
    })
