"""Where it is measured: the release build, a platform of its own with one replica of each service, and who may enter it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from local import build, command, credentials, packages, testing
from local.api import API
from local.failure import Failure
from local.settings import CLONE, SERVICES, Settings
from local.up import Installation

from .programs import Worker

HERE = Path(__file__).resolve().parents[1]
RELEASE = CLONE / ".build" / "release"
LOADS = ["Load", "RawNATS", "BareHTTP"]


class Ground:
    """Everything of the platform that a row needs. Use with `with`."""

    def __init__(self, table, home=None, also=None):
        self.table, self.also = table, also or {}
        self.home = Path(home or tempfile.mkdtemp(prefix="slipway-bench-"))
        self.keep = home is not None
        self.workers = []

    def prepare(self):
        with self.table.step("packages") as step:
            packages.install(step, also=["curl", "wrk"])
            packages.check_swift()
            step.done("all here")
        if os.environ.get("BENCH_BUILD", "1") != "0":
            with self.table.step("build") as step:
                step.done(_compile(step))

    def __enter__(self):
        base = os.environ.get("SLIPWAY_PORT_BASE") or str(testing.free_base())
        plain = {name: value for name, value in os.environ.items() if not name.startswith("SLIPWAY_")}
        told = {name: value for name, value in os.environ.items() if name in ("SLIPWAY_TOOLS", "SLIPWAY_BASE_IMAGES")}
        self.environment = {
            **plain, "SLIPWAY_HOME": str(self.home), "SLIPWAY_PORT_BASE": base, "SLIPWAY_BIN_DIR": str(RELEASE),
            "SLIPWAY_TOOLS": str(testing.TOOLS), "SLIPWAY_BASE_IMAGES": "static", "PYTHONPATH": str(CLONE / "compose"),
            "PYTHONDONTWRITEBYTECODE": "1", **told, **self.also,
        }
        if subprocess.run([sys.executable, "-m", "local", "up"], env=self.environment, cwd=CLONE).returncode != 0:
            raise Failure("the platform to measure did not start.")
        self.idle_since = time.monotonic()
        self.here = Installation(Settings(self.environment))
        self.here.assemble()
        self.settings, self.state = self.here.settings, self.here.state
        self.read_facts()
        self._enter()
        return self

    def __exit__(self, *_):
        for worker in self.workers:
            worker.end()
        if not self.keep:
            subprocess.run([sys.executable, "-m", "local", "clean"], env=self.environment, cwd=CLONE)
            shutil.rmtree(self.home, ignore_errors=True)

    def beside(self, **also):
        """Another platform, with other settings. Use with `with`."""
        return Ground(self.table, also={"SLIPWAY_PORT_BASE": str(testing.free_base()), **also})

    def read_facts(self):
        self.facts = json.loads((self.home / "run.json").read_text())

    def _enter(self):
        """As the server's admin on Postgres and NATS: what is measured is the same for both sides."""
        self.postgres_environment = {
            "PGHOST": "127.0.0.1", "PGPORT": str(self.settings.port("SLIPWAY_POSTGRES_PORT")), "PGUSER": "slipway_admin",
            "PGPASSWORD": credentials.read(self.state, "postgres-admin"),
        }
        self.load_environment = {
            "BENCH_NATS_URL": f"nats://127.0.0.1:{self.settings.port('SLIPWAY_NATS_PORT')}", "BENCH_NATS_USER": "admin",
            "BENCH_NATS_PASSWORD": credentials.read(self.state, "nats-admin"), "BENCH_ACTOR_KEY": secrets.token_hex(32),
            "BENCH_POSTGRES_PORT": self.postgres_environment["PGPORT"], "BENCH_POSTGRES_USER": "slipway_admin",
            "BENCH_POSTGRES_PASSWORD": self.postgres_environment["PGPASSWORD"],
        }

    # What rows ask for.

    def service(self, name):
        return self.facts["services"][name][0]

    def services(self):
        return {name: self.service(name) for name in SERVICES}

    @property
    def nats(self):
        return self.facts["nats"]

    @property
    def postgres(self):
        return self.facts["postgres"]

    @property
    def gateway(self):
        return f"http://127.0.0.1:{self.settings.gateway_port(1)}"

    def api(self):
        api = API(self.settings.gateway_port(1))
        api.login(self.settings.email, credentials.read(self.state, "login"))
        return api

    def psql(self, database, sql):
        return command.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database], f"asking {database}", self.postgres_environment, sql, "/")

    def database(self, name):
        self.psql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE);\nCREATE DATABASE {name};\n")
        return name

    def load(self, kind, **told):
        return self._worker([RELEASE / "Load", kind], {**self.load_environment, **{f"BENCH_{name}": str(value) for name, value in told.items()}})

    def raw(self, kind):
        return self._worker([RELEASE / "RawNATS", kind], self.load_environment)

    def bare_http(self):
        return self._worker([RELEASE / "BareHTTP"], {})

    def program(self, arguments, environment):
        return self._worker(arguments, environment)

    def _worker(self, arguments, environment):
        worker = Worker(arguments, environment)
        self.workers.append(worker)
        return worker

    def end_workers(self):
        for worker in self.workers:
            worker.end()
        self.workers = []


def _compile(step):
    step.say("swift build -c release")
    done = subprocess.run(
        ["swift", "build", "-c", "release"], cwd=CLONE, env={**os.environ, "PATH": command.PATH, "SLIPWAY_BENCHMARKS": "1"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise Failure("the build failed.", "\n".join(line for line in done.stdout.splitlines() if "error:" in line)[-1500:])
    absent = [name for name in build.PRODUCTS + LOADS if not (RELEASE / name).exists()]
    if absent:
        raise Failure(f"the build made no {absent[0]}.")
    return "7 services, slipway CLI, 3 loads"
