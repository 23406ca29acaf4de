"""Step 6: an OCI registry on loopback: every image lives here, by digest.

Whoever else is on this machine, a Dockerfile and its steps among them, reads nothing there: it wants a login, which the services have."""

import hashlib
import subprocess

from . import command, credentials, ports
from .failure import Failure
from .registry_client import LOGIN, RegistryClient
from .registry_keeper import answers
from .settings import CLONE
from .state import fingerprint, write
from .supervisor import Program

# Who logs in to our own.
USER = "slipway"

# Its cost is a registry's usual one: it is looked at with each request, and the password is random.
BCRYPT = "import bcrypt, sys; sys.stdout.write(bcrypt.hashpw(sys.stdin.buffer.read(), bcrypt.gensalt(5)).decode())"

# Isolated: none of the machine's settings of Python count, and nothing that lies beside it.
MAINTENANCE = """\
#!/usr/bin/python3 -BEPs
import sys
sys.path.insert(0, {!r})
from registry_maintenance import main
main({!r}, {!r}, sys.argv[1])
"""


def place(settings):
    """What names of images begin with."""
    return settings.registry or f"127.0.0.1:{settings.port('SLIPWAY_REGISTRY_PORT')}"


def host(settings):
    """Where it answers; behind it a path of ours, in a registry that others are in as well."""
    return place(settings).partition("/")[0]


def client(settings, state):
    return RegistryClient(place(settings), settings, settings.registry_login if settings.registry else (USER, credentials.read(state, "registry")))


def environment(settings, state):
    """What the build and deploy services are told of it."""
    if not settings.registry:
        user, password = USER, state.secret("registry")
    else:
        user, password = settings.registry_login and settings.text("SLIPWAY_REGISTRY_USER"), settings.registry_password
    told = {
        "SLIPWAY_REGISTRY": place(settings), "SLIPWAY_REGISTRY_PLAIN_HTTP": str(settings.registry_plain).lower(), "SLIPWAY_REGISTRY_USER": user,
        "SLIPWAY_REGISTRY_PASSWORD_FILE": password, "SLIPWAY_REGISTRY_CERTIFICATE_AUTHORITY_FILE": settings.registry_authority,
    }
    return {name: value for name, value in told.items() if value}


def folder(state):
    return state.home / "registry"


def maintenance(state):
    """The program that the build service runs to have it swept or measured."""
    return state.home / "registry-maintenance"


def _socket(state):
    return state.runtime / "registry.sock"


def start(settings, state, supervisor, step):
    if settings.registry:
        return _named(settings, state, supervisor, step)
    ports.check(settings.port("SLIPWAY_REGISTRY_PORT"), "SLIPWAY_REGISTRY_PORT", supervisor.pid)
    binary = command.find("docker-registry")
    if not binary:
        raise Failure("there is no `docker-registry` here.", "apt-get install docker-registry")
    folder(state).mkdir(mode=0o700, exist_ok=True)
    _login(state)
    texts = [_text(settings, state, is_read_only) for is_read_only in (False, True)]
    files = [state.home / "registry.yml", state.home / "registry-read-only.yml"]
    for file, text in zip(files, texts):
        write(file, text)
    write(maintenance(state), MAINTENANCE.format(str(CLONE / "compose/local"), str(_socket(state)), str(folder(state))), 0o700)
    keeper = CLONE / "compose/local/registry_keeper.py"
    supervisor.declare(Program(
        "registry", ["/usr/bin/python3", "-B", "-E", "-s", keeper, binary, *files, host(settings), folder(state), _socket(state)], 30,
        fingerprint=fingerprint(*texts, keeper.read_text()), stop_wait=40))
    step.say("starting")
    supervisor.wait(lambda: answers(host(settings), (200, 401)), "registry", 30)
    step.done(f"ready on {host(settings)}")


def _named(settings, state, supervisor, step):
    """Somebody else's: asked whether it answers. One of ours that ran before has nothing to do any more."""
    if "registry" in supervisor.declared():
        supervisor.withdraw(["registry"])
    # One that asks for tokens says 401 to whoever has none; the build service issues them.
    asks = bool(settings.text("SLIPWAY_REGISTRY_TOKEN_KEY_FILE"))
    step.say(f"asking {host(settings)}")
    status, _, _ = client(settings, state).ask("GET", "/v2/", timeout=10)
    if status == 401 and not asks:
        raise Failure(f"the registry at {host(settings)} asks for a login.", LOGIN)
    if status not in (200, 401):
        raise Failure(f"the registry at {host(settings)} answers {status} at /v2/.", "SLIPWAY_REGISTRY begins with its host:port, as this machine reaches it.")
    how = "; it asks for tokens" if asks else f"; {settings.text('SLIPWAY_REGISTRY_USER')} is logged in" if settings.registry_login else ""
    step.done(f"{place(settings)}, as named in the settings{how}")


def _passwords(state):
    return state.secret("registry.htpasswd")


def _login(state):
    """Hashed once for each password: another hash of the same one would start the registry anew."""
    credentials.prepare(state)
    password = credentials.read(state, "registry")
    mark = f"# {hashlib.sha256(password.encode()).hexdigest()}\n"
    if _passwords(state).exists() and _passwords(state).read_text().startswith(mark):
        return
    hashed = subprocess.run(["/usr/bin/python3", "-I", "-c", BCRYPT], input=password, capture_output=True, text=True)
    if hashed.returncode != 0:
        raise Failure("hashing the registry's password failed.", hashed.stderr.strip()[-400:])
    write(_passwords(state), f"{mark}{USER}:{hashed.stdout}\n")


def _text(settings, state, is_read_only):
    return f"""\
version: 0.1
log: {{ level: warn, accesslog: {{ disabled: true }} }}
storage:
  filesystem: {{ rootdirectory: {folder(state)} }}
  delete: {{ enabled: true }}
  maintenance: {{ readonly: {{ enabled: {str(is_read_only).lower()} }} }}
  cache: {{ blobdescriptor: inmemory }}
http: {{ addr: "{host(settings)}" }}
auth: {{ htpasswd: {{ realm: slipway, path: {_passwords(state)} }} }}
"""
