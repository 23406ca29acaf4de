"""Step 9: Traefik: one door for the apps, one for the API with every gateway behind it."""

import http.client
import json
from pathlib import Path

from . import ports
from .state import fingerprint, write
from .supervisor import Program

PLATFORM = "slipway-platform.yml"


def folder(state):
    """The deploy service writes one file an app here; ours is beside them."""
    return state.home / "router"


def api(settings):
    return f"http://127.0.0.1:{settings.port('SLIPWAY_ROUTER_API_PORT')}"


def public_url(settings):
    return f"http://localhost:{settings.port('SLIPWAY_PORT')}"


def static(settings, state):
    return f"""\
global: {{ checkNewVersion: false, sendAnonymousUsage: false }}
log: {{ level: WARN, noColor: true }}
api: {{ insecure: false, dashboard: false }}
entryPoints:
{_apps(settings)}  api:
    address: "127.0.0.1:{settings.port('SLIPWAY_PORT')}"
    transport: {{ respondingTimeouts: {{ readTimeout: 0s }} }}
    http: {{ aliasHeadersStrategy: delete }}
  inside:
    address: "127.0.0.1:{settings.port('SLIPWAY_ROUTER_API_PORT')}"
providers:
  providersThrottleDuration: 100ms
  file: {{ directory: {json.dumps(str(folder(state)))}, watch: true }}
"""


def _apps(settings):
    """None where a cluster's ingress controller is the door of the apps."""
    if settings.runtime == "kubernetes":
        return ""
    return f"""\
  apps:
    address: "127.0.0.1:{settings.port('SLIPWAY_APPS_PORT')}"
    transport: {{ respondingTimeouts: {{ readTimeout: 0s }} }}
    http: {{ aliasHeadersStrategy: delete }}
"""


def write_gateways(settings, state, replicas):
    """Also while it runs: Traefik sees the file change."""
    servers = ", ".join(f'{{ url: "http://127.0.0.1:{settings.gateway_port(replica)}" }}' for replica in replicas)
    return write(folder(state) / PLATFORM, f"""\
http:
  routers:
    slipway-api: {{ rule: "PathPrefix(`/`)", entryPoints: [api], service: slipway-gateway, middlewares: [slipway-retry] }}
    slipway-inside: {{ rule: "PathPrefix(`/api`)", entryPoints: [inside], service: "api@internal" }}
  middlewares:
    # Asks the next gateway when one can't be connected to; a request that was written is never sent again.
    slipway-retry: {{ retry: {{ attempts: 4, initialInterval: 50ms }} }}
  services:
    slipway-gateway:
      loadBalancer:
        servers: [{servers}]
        healthCheck: {{ path: /healthz, interval: 1s, timeout: 2s }}
""")


def start(settings, state, supervisor, tools, step, gateways):
    ours = ("SLIPWAY_PORT", "SLIPWAY_ROUTER_API_PORT") if settings.runtime == "kubernetes" else ("SLIPWAY_APPS_PORT", "SLIPWAY_PORT", "SLIPWAY_ROUTER_API_PORT")
    for name in ours:
        ports.check(settings.port(name), name, supervisor.pid)
    text = static(settings, state)
    write(state.home / "traefik.yml", text)
    write_gateways(settings, state, gateways)  # those that run; the others are added when they are ready
    supervisor.declare(Program(
        "traefik", [tools.path("traefik"), f"--configFile={state.home / 'traefik.yml'}"], 50,
        fingerprint=fingerprint(text, Path(tools.path("traefik")))))
    step.say("starting")
    supervisor.wait(lambda: _answers(settings), "traefik", 30)
    step.done(f"ready on 127.0.0.1:{settings.port('SLIPWAY_PORT' if settings.runtime == 'kubernetes' else 'SLIPWAY_APPS_PORT')}")


def passes(settings):
    """Whether a request to the API's address reaches a gateway."""
    connection = http.client.HTTPConnection("127.0.0.1", settings.port("SLIPWAY_PORT"), timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _answers(settings):
    """It has read our file: the router in it is there."""
    connection = http.client.HTTPConnection("127.0.0.1", settings.port("SLIPWAY_ROUTER_API_PORT"), timeout=2)
    try:
        connection.request("GET", "/api/http/routers/slipway-api@file")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
