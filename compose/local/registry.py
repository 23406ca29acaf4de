"""Step 6: an OCI registry on loopback: every image lives here, by digest."""

import http.client

from . import command, ports
from .failure import Failure
from .state import fingerprint, write
from .supervisor import Program


def address(settings):
    return f"127.0.0.1:{settings.port('SLIPWAY_REGISTRY_PORT')}"


def start(settings, state, supervisor, step):
    ports.check(settings.port("SLIPWAY_REGISTRY_PORT"), "SLIPWAY_REGISTRY_PORT", supervisor.pid)
    binary = command.find("docker-registry")
    if not binary:
        raise Failure("there is no `docker-registry` here.", "apt-get install docker-registry")
    (state.home / "registry").mkdir(mode=0o700, exist_ok=True)
    text = f"""\
version: 0.1
log: {{ level: warn, accesslog: {{ disabled: true }} }}
storage:
  filesystem: {{ rootdirectory: {state.home}/registry }}
  delete: {{ enabled: true }}
  cache: {{ blobdescriptor: inmemory }}
http: {{ addr: "{address(settings)}" }}
"""
    write(state.home / "registry.yml", text)
    supervisor.declare(Program("registry", [binary, "serve", state.home / "registry.yml"], 30, fingerprint=fingerprint(text)))
    step.say("starting")
    supervisor.wait(lambda: answers(settings), "registry", 30)
    step.done(f"ready on {address(settings)}")


def answers(settings):
    connection = http.client.HTTPConnection(address(settings), timeout=2)
    try:
        connection.request("GET", "/v2/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
