"""Step 5: nats-server: a user a service with exactly its subjects, and a stream of all facts for whoever archives them."""

import json
from pathlib import Path

from . import command, credentials, ports
from .build import binaries
from .failure import Failure
from .nats_client import Client
from .settings import SERVICES
from .state import fingerprint, write
from .supervisor import Program

# A body has at most 256 KiB; its headers stand beside it in the same payload.
MAX_PAYLOAD = 256 * 1024 + 16 * 1024
STREAM = {
    "name": "EVT", "subjects": ["evt.v1.>"], "retention": "limits", "discard": "old", "storage": "file",
    "max_age": 7 * 24 * 3600 * 10**9, "max_bytes": 1 << 30, "num_replicas": 1,
}


def permissions(folder):
    """What each binary says of itself. Without binaries (infrastructure alone) there are no services to let in."""
    told = {}
    for service in SERVICES:
        binary = folder / f"slipway-{service}"
        if binary.exists():
            said = command.run([binary, "--subjects"], f"asking {binary.name} for its subjects")
            try:
                table = json.loads(said)
                told[service] = {"publish": list(table["publish"]), "subscribe": list(table["subscribe"])}
            except (ValueError, KeyError, TypeError):
                raise Failure(f"{binary.name} --subjects printed something that is not a table of subjects.", said[:400])
    return told


def configuration(settings, state, tables):
    return text(
        f"slipway_{state.installation}", f"127.0.0.1:{settings.port('SLIPWAY_NATS_PORT')}",
        f"127.0.0.1:{settings.port('SLIPWAY_NATS_MONITOR_PORT')}", state.home / "nats" / "data",
        users(lambda name: credentials.read(state, name), tables))


def text(name, listen, monitor, store, users, also=()):
    """A server's whole configuration; `also` is what only some have, such as a cluster's routes."""
    return "\n".join([
        f"server_name: {name}",
        f"listen: {listen}",
        f"http: {monitor}",
        f"max_payload: {MAX_PAYLOAD}",
        "ping_interval: 10s", "write_deadline: 5s", "lame_duck_duration: 30s", "lame_duck_grace_period: 1s",
        f"jetstream {{ store_dir: {json.dumps(str(store))}, max_file_store: 2G, max_memory_store: 64M }}",
        *also,
        "authorization { users: [", *users, "] }", ""])


def users(password, tables):
    return [
        _user("admin", password("nats-admin"), {"publish": [">"], "subscribe": [">"]}),
        _user("bootstrap", password("nats-bootstrap"),
              {"publish": ["$JS.API.STREAM.CREATE.EVT", "$JS.API.STREAM.UPDATE.EVT"], "subscribe": ["_INBOX_bootstrap.>"]}),
    ] + [_user(service, password(f"nats-{service}"), table) for service, table in tables.items()]


def _user(name, password, table):
    # allow_responses: a service may answer at the inbox of who asked it, once, and publish nowhere else.
    publish = json.dumps(table["publish"])
    subscribe = json.dumps(table["subscribe"])
    return (f"  {{ user: {name}, password: \"{password}\", permissions: {{ publish: {{ allow: {publish} }},"
            f" subscribe: {{ allow: {subscribe} }}, allow_responses: {{ max: 1, expires: \"2m\" }} }} }}")


def start(settings, state, supervisor, tools, step):
    port = settings.port("SLIPWAY_NATS_PORT")
    for name in ("SLIPWAY_NATS_PORT", "SLIPWAY_NATS_MONITOR_PORT"):
        ports.check(settings.port(name), name, supervisor.pid)
    file = state.home / "nats.conf"
    text = configuration(settings, state, permissions(binaries(settings)))
    write(file, text)
    supervisor.declare(Program(
        "nats", [tools.path("nats-server"), "-c", file], 20, fingerprint=fingerprint(text, Path(tools.path("nats-server")))))
    step.say("starting")
    supervisor.wait(lambda: _connects(state, port), "nats", 30)
    stream("127.0.0.1", port, credentials.read(state, "nats-bootstrap"))
    step.done(f"ready on 127.0.0.1:{port}, 1 stream")


def _connects(state, port):
    try:
        Client("127.0.0.1", port, "bootstrap", credentials.read(state, "nats-bootstrap")).close()
        return True
    except OSError:
        return False


def stream(host, port, password, replicas=1, trust=None):
    """Made, or changed into what it shall be. OSError while the server does not answer."""
    wanted = {**STREAM, "num_replicas": replicas}
    client = Client(host, port, "bootstrap", password, trust)
    try:
        answers = [client.request("$JS.API.STREAM.CREATE.EVT", wanted)]
        if answers[0].get("error"):
            answers.append(client.request("$JS.API.STREAM.UPDATE.EVT", wanted))
        if answers[-1].get("error"):
            said = "; ".join(dict.fromkeys(answer["error"].get("description", "?") for answer in answers))
            raise Failure(f"nats-server refused the stream of facts: {said}.")
    finally:
        client.close()
