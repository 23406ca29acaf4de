"""`make rotate-master-key`: another key seals what variables and releases hold, while everything goes on.

Two services open what is stored, each in replicas of its own, so the new key comes before it is used and the old one goes when nothing
needs it any more. What was begun and stopped is gone on with by the next run.
"""

import re
import secrets
import time
import urllib.request

from . import services
from .failure import Failure
from .settings import SERVICES
from .state import write
from .up import Installation

HOLDERS = [name for name in SERVICES if any(secret == "master.key" for secret in services.secrets(name).values())]
LEFT = re.compile(r'^slipway_sealed_by_earlier_key\{[^}]*table="(\w+)"[^}]*\} (\d+)', re.MULTILINE)


def rotate(table):
    here = Installation()
    here.state.lock()
    here.assemble()
    if not here.state.exists or not here.supervisor.pid:
        raise Failure("it is not running; start with:  make run")
    file, coming = here.state.secret("master.key"), here.state.secret("master.key.next")
    if not coming.exists():
        write(coming, secrets.token_hex(32) + "\n")
    new = coming.read_text().strip()
    old = next((key for key in file.read_text().split() if key != new), None)
    # Only a run that was stopped at its very end finds none.
    for name, keys in (("known", [old, new]), ("used", [new, old])) if old else ():
        with table.step(name) as step:
            write(file, "\n".join(keys) + "\n")
            _restart(here, step)
            if name == "used":
                _wait(here, step)
            step.done("every service has the new key" if name == "known" else "nothing is sealed by the old key any more")
    with table.step("alone") as step:
        write(file, new + "\n")
        _restart(here, step)
        coming.unlink()
        step.done("the old key is gone; backups from before need it, and have it in them")


def _replicas(here):
    for name in sorted(here.supervisor.declared()):
        service, _, replica = name.rpartition("-")
        if service in HOLDERS:
            yield name, service, int(replica)


def _restart(here, step):
    """One after the other: another replica does its work meanwhile."""
    for name, service, replica in _replicas(here):
        step.say(f"restarting {name}")
        here.supervisor.stop([name])
        here.supervisor.start(name)
        services.wait_ready(here.settings, here.state, here.supervisor, service, replica)


def _wait(here, step, seconds=3600):
    limit = time.monotonic() + seconds
    while True:
        said = [dict(LEFT.findall(_metrics(here.settings.admin_port(service, replica)))) for _, service, replica in _replicas(here)]
        left = sum(int(count) for tables in said for count in tables.values())
        if all(said) and not left:
            return
        if time.monotonic() > limit:
            raise Failure(f"after {seconds // 60} min {left} values are still sealed by the old key.", f"The services say why:  {here.state.log('app-1')}")
        step.say(f"{left} values are still sealed by the old key")
        time.sleep(1)


def _metrics(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""
