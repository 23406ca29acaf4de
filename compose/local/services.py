"""Step 10: the seven services: what each is told, and when it is ready."""

import http.client
import time

from . import ports, registry, router
from .build import binaries
from .failure import Failure, last_lines
from .settings import SERVICES
from .state import fingerprint
from .supervisor import Program

# What may be set from outside; the rest of the environment follows from the installation.
DEFAULTS = {
    "SLIPWAY_LOG_LEVEL": "info",
    "SLIPWAY_ALLOW_PRIVATE_SOURCES": "true",  # a machine of one's own: loopback repositories are welcome
}


# Which file of the secrets folder each variable names; {} stands for the service.
EVERYBODY = {
    "SLIPWAY_DATABASE_PASSWORD_FILE": "postgres-{}", "SLIPWAY_NATS_PASSWORD_FILE": "nats-{}", "SLIPWAY_ACTOR_PUBLIC_KEY_FILE": "actor.public",
}
SECRETS = {
    "user": {"SLIPWAY_USER_ENVELOPE_PRIVATE_KEY_FILE": "envelope-user.private"},
    "app": {
        "SLIPWAY_MASTER_KEY_FILE": "master.key",
        "SLIPWAY_APP_ENVELOPE_PRIVATE_KEY_FILE": "envelope-app.private",
        "SLIPWAY_GATEWAY_ENVELOPE_PUBLIC_KEY_FILE": "envelope-gateway.public",
        "SLIPWAY_BUILD_ENVELOPE_PUBLIC_KEY_FILE": "envelope-build.public",
    },
    "build": {"SLIPWAY_BUILD_ENVELOPE_PRIVATE_KEY_FILE": "envelope-build.private"},
    "deploy": {"SLIPWAY_MASTER_KEY_FILE": "master.key"},
    "gateway": {
        "SLIPWAY_ACTOR_PRIVATE_KEY_FILE": "actor.private", "SLIPWAY_JWT_PRIVATE_KEY_FILE": "jwt.private",
        "SLIPWAY_USER_ENVELOPE_PUBLIC_KEY_FILE": "envelope-user.public",
        "SLIPWAY_APP_ENVELOPE_PUBLIC_KEY_FILE": "envelope-app.public",
        "SLIPWAY_GATEWAY_ENVELOPE_PRIVATE_KEY_FILE": "envelope-gateway.private",
    },
}


def secrets(service):
    """Each variable that names a file, and the name of the secret that is in it: all that this service is shown."""
    return {variable: name.format(service) for variable, name in {**EVERYBODY, **SECRETS.get(service, {})}.items()}


def environment(settings, state, engine, cluster, images, service, replica):
    told = {
        "SLIPWAY_INSTALLATION": state.installation,
        "SLIPWAY_REPLICA": f"{service}-{replica}",
        "SLIPWAY_DATABASE_HOST": "127.0.0.1",
        "SLIPWAY_DATABASE_PORT": settings.port("SLIPWAY_POSTGRES_PORT"),
        "SLIPWAY_DATABASE_NAME": f"slipway_{service}",
        "SLIPWAY_DATABASE_USER": f"slipway_{service}",
        "SLIPWAY_NATS_URL": f"nats://127.0.0.1:{settings.port('SLIPWAY_NATS_PORT')}",
        "SLIPWAY_NATS_USER": service,
        "SLIPWAY_ADMIN_HOST": "127.0.0.1",
        "SLIPWAY_ADMIN_PORT": settings.admin_port(service, replica),
        **{variable: str(state.secret(name)) for variable, name in secrets(service).items()},
    }
    if service in ("build", "deploy", "log"):
        told["SLIPWAY_ENGINE_SOCKET"] = engine.socket
    own = {
        "app": lambda: {
            "SLIPWAY_APPS_DOMAIN": settings.domain, "SLIPWAY_APPS_SCHEME": "http",
            "SLIPWAY_APPS_PORT": settings.apps_address[1],
        },
        "build": lambda: {
            "SLIPWAY_BUILDER": settings.builder, **cluster.environment, **cluster.source_image.environment,
            **registry.environment(settings, state), "SLIPWAY_WORK_DIRECTORY": state.home / "work",
            "SLIPWAY_KANIKO_PLAIN_HTTP": settings.text("SLIPWAY_KANIKO_PLAIN_HTTP", str(settings.registry_plain).lower()),
            **({} if settings.registry else {"SLIPWAY_REGISTRY_MAINTENANCE_PROGRAM": registry.maintenance(state)}),
            **{f"SLIPWAY_BASE_IMAGE_{name.upper()}": reference for name, reference in images.references().items()},
        },
        "deploy": lambda: {
            "SLIPWAY_RUNTIME": settings.runtime, **registry.environment(settings, state), **cluster.environment, **cluster.pull_credentials.environment,
            "SLIPWAY_ROUTER_DIRECTORY": router.folder(state), "SLIPWAY_ROUTER_API": router.api(settings),
            "SLIPWAY_INSTANCE_PORT_RANGE": settings.instance_ports, "SLIPWAY_CONTAINER_NETWORK": engine.network,
        },
        "log": lambda: {"SLIPWAY_RUNTIME": settings.runtime, **cluster.environment},
        "gateway": lambda: {
            "SLIPWAY_HTTP_HOST": "127.0.0.1", "SLIPWAY_HTTP_PORT": settings.gateway_port(replica), "SLIPWAY_PUBLIC_URL": router.public_url(settings),
        },
    }
    return {**DEFAULTS, **settings.passed_on, **told, **own.get(service, dict)()}


def programs(settings, state, engine, cluster, images):
    """A program a replica, so that scaling one touches none of the others."""
    for index, service in enumerate(SERVICES):
        binary = binaries(settings) / f"slipway-{service}"
        for replica in range(1, settings.replicas[service] + 1):
            yield Program(
                f"{service}-{replica}", [binary], 100 + index,
                environment(settings, state, engine, cluster, images, service, replica),
                fingerprint=fingerprint(binary, *(cluster.pull_credentials.files if service in ("build", "deploy") else [])))


def is_service(name):
    service, _, replica = name.rpartition("-")
    return service in SERVICES and replica.isdigit()


def gateways(supervisor):
    """The replicas of the gateway that run now."""
    return sorted(int(name.rpartition("-")[2]) for name in supervisor.declared() if is_service(name) and name.startswith("gateway-"))


def start(settings, state, supervisor, engine, cluster, images, step):
    wanted = list(programs(settings, state, engine, cluster, images))
    for program in wanted:
        service, _, replica = program.name.rpartition("-")
        ports.check(settings.admin_port(service, int(replica)), "SLIPWAY_SERVICE_PORTS", supervisor.pid, advice="28100")
        if service == "gateway":
            ports.check(settings.gateway_port(int(replica)), "SLIPWAY_SERVICE_PORTS", supervisor.pid, advice="28100")
    step.say("starting")
    gone = sorted(name for name in supervisor.declared() if is_service(name) and name not in {program.name for program in wanted})
    if gone:
        # Traefik first: a gateway that is about to go gets no more requests.
        router.write_gateways(settings, state, [number for number in gateways(supervisor) if number <= settings.replicas["gateway"]])
        time.sleep(0.5)
        supervisor.withdraw(gone)
    supervisor.declare(*wanted)
    for program in wanted:
        service, _, replica = program.name.rpartition("-")
        step.say(f"waiting for {program.name}")
        wait_ready(settings, state, supervisor, service, int(replica))
    router.write_gateways(settings, state, range(1, settings.replicas["gateway"] + 1))
    step.say("waiting for the router to see the gateways")
    supervisor.wait(lambda: router.passes(settings), "traefik", 30)
    step.done(" ".join(name if settings.replicas[name] == 1 else f"{name}×{settings.replicas[name]}" for name in SERVICES))


def wait_ready(settings, state, supervisor, service, replica, seconds=90):
    name = f"{service}-{replica}"
    reasons, ending_since = [], None

    def ready():
        nonlocal ending_since
        status, said = _readiness(settings.admin_port(service, replica))
        reasons[:] = [said]
        if status == 0 and supervisor.state_of(name) == "BACKOFF":
            ending_since = ending_since or time.monotonic()
            if time.monotonic() - ending_since > 6:
                raise Failure(f"{name} ends as soon as it is started; its last lines:", last_lines(state.log(name)))
        return status == 200

    try:
        supervisor.wait(ready, name, seconds)
    except Failure:
        if ending_since:
            raise
        said = f": {reasons[0]}" if reasons and reasons[0] else ""
        raise Failure(f"{name} did not get ready within {seconds} s{said}; its last lines:", last_lines(state.log(name)))


def _readiness(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        text = answer.read(2000).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()
    return answer.status, ", ".join(text.splitlines())
