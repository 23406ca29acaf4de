"""Databases, the stream of facts, the first account: what is asked of the servers once they answer."""

import time

from local import command, nats, postgres
from local.api import API
from local.failure import Failure

from . import told
from .say import say

PATIENCE = 600


def patiently(doing, ask, seconds=PATIENCE):
    """Asks until it is answered; what stands in the way is said when it changes."""
    limit, last = time.monotonic() + seconds, None
    while True:
        try:
            return ask()
        except (OSError, Failure) as error:
            reason = " ".join(str(getattr(error, "advice", None) or error).split())[:300]
            if time.monotonic() > limit:
                raise Failure(f"{doing} was not possible within {seconds} s: {reason}")
            if reason != last:
                say(f"{doing}: {reason}")
            last = reason
            time.sleep(0.5)


def psql(user, password, sql, database="postgres"):
    return command.run(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", told.text("SLIPWAY_DATABASE_HOST"),
         "-p", told.text("SLIPWAY_DATABASE_PORT", "5432"), "-U", user, "-d", database],
        "asking PostgreSQL", {"PGPASSWORD": password, "PGCONNECT_TIMEOUT": "5"}, sql, "/")


def databases(vault):
    admin = told.text("SLIPWAY_DATABASE_ADMIN", "slipway_admin")
    password = vault.read("postgres-admin")
    is_superuser = patiently(
        "entering PostgreSQL", lambda: psql(admin, password, "SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER")).strip() == "t"
    there = psql(admin, password, "SELECT datname FROM pg_database").split()
    psql(admin, password, postgres.statements(vault.read, there, is_superuser))
    say("databases and roles are there")


def stream(vault, nodes=1, trust=None):
    host, port = told.address("SLIPWAY_NATS_URL")
    patiently("making the stream of facts", lambda: nats.stream(host, port, vault.read("nats-bootstrap"), replicas=nodes, trust=trust))
    say("the stream of facts is there")


def account(vault):
    """The first account is the operator, so it is made before anybody else can be the first."""
    email = told.text("SLIPWAY_EMAIL", "")
    if not email:
        return
    api = API(*reversed(told.address("SLIPWAY_GATEWAY_URL", "http://gateway:8080")))
    person = {"email": email, "password": vault.read("login"), "name": "Operator"}
    status, _ = patiently("signing up the operator", lambda: api.ask("POST", "auth/signup", person, (201, 409)))
    say(f"{email} {'is signed up' if status == 201 else 'was there'}")
