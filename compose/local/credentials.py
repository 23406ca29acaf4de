"""Step 3: passwords and keys, made once, each in a file of its own that only the owner reads."""

import secrets
import subprocess

from .failure import Failure
from .settings import SERVICES
from .state import write


def names():
    """Everything that is a random password."""
    return ([f"postgres-{service}" for service in SERVICES] + ["postgres-admin"]
            + [f"nats-{service}" for service in SERVICES] + ["nats-bootstrap", "nats-admin", "nats-route", "registry"])


def prepare(state):
    """Says whether anything had to be made. What is there is never made again: data is sealed with it."""
    made = False
    for name in names():
        made |= _once(state.secret(name), lambda: secrets.token_hex(24))
    made |= _once(state.secret("master.key"), lambda: secrets.token_hex(32))
    made |= _once(state.secret("login"), lambda: secrets.token_urlsafe(15))
    made |= _pair(state, "actor", "ed25519")
    made |= _pair(state, "jwt", "ed25519")
    for service in ("user", "app", "build", "gateway"):
        made |= _pair(state, f"envelope-{service}", "x25519")
    return made


def read(state, name):
    return state.secret(name).read_text().strip()


def _once(path, make):
    if path.exists():
        return False
    return write(path, make() + "\n")


def _pair(state, name, algorithm):
    private, public = state.secret(f"{name}.private"), state.secret(f"{name}.public")
    if private.exists() and public.exists():
        return False
    # Both DER forms end with the 32 raw bytes of the key (RFC 8410).
    pem = _openssl(["genpkey", "-algorithm", algorithm])
    write(public, _openssl(["pkey", "-pubout", "-outform", "DER"], pem)[-32:].hex() + "\n")
    write(private, _openssl(["pkey", "-outform", "DER"], pem)[-32:].hex() + "\n")
    return True


def _openssl(arguments, stdin=None):
    try:
        return subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failure(f"making a key failed: {error}.")
