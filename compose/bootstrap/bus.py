"""nats-server's configuration: a user a service with exactly the subjects that its binary names.

While an upgrade goes on, old and new binaries are there at once, so what the tables said before stays allowed until the next one.
"""

import json

from local import nats
from local.settings import SERVICES
from local.state import fingerprint

from . import told

STORE = "/data"


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


def configuration(vault, allowed, name, nodes=1, host="nats-{}.nats-nodes", listen="0.0.0.0:4222", monitor="0.0.0.0:8222"):
    also = [f"pid_file: \"{STORE}/nats.pid\""]
    if nodes > 1:
        password = vault.read("nats-route")
        routes = ", ".join(f"\"nats-route://route:{password}@{host.format(number)}:6222\"" for number in range(nodes))
        also.append(
            f"cluster {{ name: slipway, listen: \"0.0.0.0:6222\", no_advertise: true, "
            f"authorization {{ user: route, password: \"{password}\", timeout: 5 }}, routes: [{routes}] }}")
    return nats.text(name, listen, monitor, STORE, nats.users(vault.read, allowed), also)
