"""In front of every service: until the database lets it in, and NATS with the rights that this binary asks for.

Without it a service of a new release would be refused a subject that only the next bootstrap allows, and would not hear of it later.
"""

from pathlib import Path

from local import nats
from local.failure import Failure
from local.nats_client import Client

from . import authority, bus, told
from .say import say
from .servers import patiently, psql

FOR_EVER = 10**9


def run():
    service = told.text("SLIPWAY_NATS_USER")
    table = nats.permissions(told.BINARIES)[service]
    password = {name: Path(told.text(f"SLIPWAY_{name}_PASSWORD_FILE")).read_text().strip() for name in ("DATABASE", "NATS")}
    role = told.text("SLIPWAY_DATABASE_USER")
    patiently("entering the database", lambda: psql(role, password["DATABASE"], "SELECT 1", told.text("SLIPWAY_DATABASE_NAME")), FOR_EVER)
    patiently("entering NATS", lambda: _hears(service, password["NATS"], table), FOR_EVER)
    say(f"{service} may start")


def _hears(service, password, table):
    trust = Path("/run/slipway") / authority.AUTHORITY
    client = Client(*told.address("SLIPWAY_NATS_URL"), service, password, trust if told.text("SLIPWAY_NATS_LEAVES", "false") == "true" else None)
    try:
        if not client.may_subscribe([bus.stamp(table)]):
            raise Failure("nats-server has not read the subjects of this release yet; the bootstrap tells it them")
    finally:
        client.close()
