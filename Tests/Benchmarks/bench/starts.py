"""From the start of a process to `/readyz` answering 200, as a second replica on a database that is migrated already."""

import http.client
import os
import statistics
import subprocess
import time

from local import services
from local.failure import Failure
from local.settings import SERVICES

from .ground import RELEASE
from .measure import Row

TIMES = 5
MOST = 0.5


def rows(ground, count, say):
    medians = {}
    for service in SERVICES:
        say(service)
        medians[service] = statistics.median(_start(ground, service) for _ in range(TIMES))
    worst = max(medians, key=medians.get)
    return [Row(
        "start to ready, the slowest service", f"{medians[worst]:.2f} s ({worst})", "–", MOST, figure=medians[worst], most=True, unit="s",
        note=", ".join(f"{name} {value:.2f}" for name, value in medians.items()))]


def _start(ground, service):
    replica = 2
    told = services.environment(ground.settings, ground.state, ground.here.engine, ground.here.cluster, ground.here.images, service, replica)
    environment = {"PATH": os.environ["PATH"], **{name: str(value) for name, value in told.items()}}
    port = ground.settings.admin_port(service, replica)
    begun = time.monotonic()
    process = subprocess.Popen(
        [RELEASE / f"slipway-{service}"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _ready(port):
            if process.poll() is not None or time.monotonic() - begun > 20:
                raise Failure(f"a second {service} did not get ready.")
            time.sleep(0.002)
        return time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(30)


def _ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
