"""In a namespace: Secrets for the Pods first, which wait for them, then what is asked of the servers.

`credentials` holds every secret; what is taken out of it is made anew the next time. The others follow from it.
"""

import json
import tempfile

from . import authority, bus, servers, told
from .kubernetes import Secrets
from .say import say
from .vault import Vault


def run():
    secrets = Secrets()
    nodes = told.number("SLIPWAY_NATS_NODES", 1)
    with tempfile.TemporaryDirectory() as folder:
        leaves = told.text("SLIPWAY_NATS_LEAVES", "false") == "true"
        vault = _vault(secrets, folder, leaves)
        for service, share in vault.shares():
            if leaves:
                share = {**share, "leaf.conf": bus.leaf(vault, service), authority.AUTHORITY: vault.read(authority.AUTHORITY)}
            secrets.write(service, share)
        _bus(secrets, vault, nodes, leaves)
        say("secrets are there")
        servers.databases(vault)
        servers.stream(vault, nodes, vault.secret(authority.AUTHORITY) if leaves else None)
        servers.account(vault)


def _vault(secrets, folder, leaves):
    vault = Vault(folder)
    there = secrets.read("credentials")
    for name, text in there.items():
        vault.secret(name).write_text(text)
    vault.prepare()
    if leaves:
        authority.prepare(vault, ["nats", f"nats.{secrets.namespace}", f"nats.{secrets.namespace}.svc", "*.nats-nodes"])
    # Without newlines at their ends: what becomes a variable of a Pod has none.
    if vault.everything() != there:
        secrets.write("credentials", vault.everything())
        say("made what was missing in the Secret credentials")
    return vault


def _bus(secrets, vault, nodes, leaves):
    remembered = secrets.read("nats").get("tables.json")
    memory, allowed = bus.tables(json.loads(remembered) if remembered else None)
    files = {"tls.crt": authority.CERTIFICATE, "tls.key": authority.KEY, "ca.crt": authority.AUTHORITY} if leaves else {}
    secrets.write("nats", {
        **{name: vault.read(secret) for name, secret in files.items()},
        "nats.conf": bus.configuration(vault, allowed, "$NATS_NODE", nodes, leaves),
        "tables.json": json.dumps(memory, sort_keys=True),
    })
