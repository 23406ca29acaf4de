"""nats-server's configuration: a user a service with exactly the subjects that its binary names.

While an upgrade goes on, old and new binaries are there at once, so what the tables said before stays allowed until the next one.
"""

import json

from local import nats
from local.settings import SERVICES
from local.state import fingerprint

from . import authority, told

STORE = "/data"
PLACE = "/etc/nats"


def stamp(table):
    """A subject that nobody publishes. Who may hear it knows that the server has read this very table."""
    return f"bootstrap.v1.{fingerprint(json.dumps(table, sort_keys=True))}"


def tables(before):
    """(what is remembered, what is allowed); `before` is what the last bootstrap remembered, or None."""
    now = nats.permissions(told.BINARIES)
    kept = {} if before is None else before["now"] if before["now"] != now else before["before"]
    return {"now": now, "before": kept}, {service: _both(now[service], kept.get(service)) for service in SERVICES}


def _both(now, before):
    ages = [now] + ([before] if before else [])
    return {
        "publish": sorted({subject for table in ages for subject in table["publish"]}),
        "subscribe": sorted({subject for table in ages for subject in table["subscribe"]} | {stamp(table) for table in ages}),
    }


def through_leaves(tables):
    """Through a leaf an answer is let out only where its subject is allowed: the inboxes of those who may ask. Without leaves a server
    allows each answer by itself, once, and nothing else."""
    def inboxes(service):
        asks = [table for table in tables.values() if any(subject.startswith(f"rpc.v1.{service}.") for subject in table["publish"])]
        return {subject for table in asks for subject in table["subscribe"] if subject.startswith("_INBOX_")}
    # What a leaf hears for others it hears without a queue's name, so a right to the queue alone ("subject queue") lets nothing through.
    return {
        name: {"publish": sorted({*table["publish"], *inboxes(name)}), "subscribe": sorted({subject.split(" ")[0] for subject in table["subscribe"]})}
        for name, table in tables.items()}


def configuration(vault, allowed, name, nodes=1, leaves=False, listen="0.0.0.0:4222", monitor="0.0.0.0:8222"):
    also = [f"pid_file: \"{STORE}/nats.pid\""]
    tls = f"tls {{ cert_file: \"{PLACE}/tls.crt\", key_file: \"{PLACE}/tls.key\", ca_file: \"{PLACE}/ca.crt\", timeout: 5 }}"
    if leaves:
        also += [tls, f"leafnodes {{ listen: \"0.0.0.0:7422\", {tls} }}"]
        allowed = through_leaves(allowed)
    if nodes > 1:
        password = vault.read("nats-route")
        routes = ", ".join(f"\"nats-route://route:{password}@nats-{number}.nats-nodes:6222\"" for number in range(nodes))
        also.append(
            f"cluster {{ name: slipway, listen: \"0.0.0.0:6222\", no_advertise: true, {tls + ', ' if leaves else ''}"
            f"authorization {{ user: route, password: \"{password}\", timeout: 5 }}, routes: [{routes}] }}")
    return nats.text(name, listen, monitor, STORE, nats.users(vault.read, allowed), also)


def leaf(vault, service):
    """The server beside a service, in its Pod: plain on loopback, TLS to the others. What may pass is the service's user's."""
    return "\n".join([
        "listen: 127.0.0.1:4222", f"max_payload: {nats.MAX_PAYLOAD}", "ping_interval: 10s", "write_deadline: 5s",
        f"leafnodes {{ remotes: [ {{ url: \"tls://{service}:{vault.read(f'nats-{service}')}@nats:7422\", "
        f"tls {{ ca_file: \"/run/slipway/{authority.AUTHORITY}\", timeout: 5 }} }} ] }}", ""])
