"""`make backup` and `make restore`: every database at one point in time, and the secrets that open what is sealed in them.

A copy of the server's files is one point for all of its databases, which dumps one after the other are not: what one service has
told another is in both, or in neither. Images are in the registry, named by what is in them, and are copied beside this.
"""

import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

from . import command, credentials, postgres
from .failure import Failure
from .progress import Table
from .state import write
from .up import Installation

KEPT = ["installation", "settings.json", "secrets"]
DATABASES = "postgres.tar.gz"


def backup(table: Table, file):
    here = Installation()
    here.assemble()
    if not here.state.exists or not here.supervisor.pid:
        raise Failure("it is not running; start with:  make run")
    file = Path(file or f"slipway-{time.strftime('%Y%m%d-%H%M%S')}.tar").absolute()
    with table.step("backup") as step, tempfile.TemporaryDirectory(dir=here.state.home) as folder:
        base = Path(folder) / DATABASES
        step.say("copying the databases")
        _copy(here, base)
        part = file.with_name(f".{file.name}.part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
            for name in KEPT:
                archive.add(here.state.home / name, name)
            archive.add(base, base.name)
        part.replace(file)
        step.done(f"{file}, {file.stat().st_size >> 20} MB; it holds secrets")


def _copy(here, base):
    arguments = ["pg_basebackup", "-h", "127.0.0.1", "-p", str(here.settings.port("SLIPWAY_POSTGRES_PORT")), "-U", "slipway_admin",
                 "-D", "-", "-F", "tar", "-X", "fetch", "-c", "fast", "-z"]
    environment = {**os.environ, "PATH": command.PATH, "PGPASSWORD": credentials.read(here.state, "postgres-admin")}
    with open(base, "wb") as raw:
        done = subprocess.run(arguments, stdout=raw, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment, text=True)
    if done.returncode != 0:
        raise Failure("copying the databases failed.", done.stderr.strip()[-600:])


def restore(table: Table, file):
    here = Installation()
    if not file or not Path(file).is_file():
        raise Failure(f"there is no backup {file}." if file else "no backup was named.", "make restore FILE=slipway-….tar")
    with table.step("restore") as step:
        here.state.lock()
        if here.state.exists:
            here.assemble()
            if here.supervisor.pid:
                raise Failure("it is running.", "make down, then again")
        with tempfile.TemporaryDirectory(dir=here.state.home) as folder:
            step.say("reading the backup")
            command.run(["tar", "-x", "-C", folder, "-f", file], "reading the backup")
            if any(not (Path(folder) / name).exists() for name in ["installation", "secrets", DATABASES]):
                raise Failure(f"{file} is no backup of Slipway.")
            for name in KEPT:
                _replace(here.state.home / name, Path(folder) / name)
            here.state.prepare()
            step.say("databases")
            _lay_out(here, Path(folder) / DATABASES)
        step.done("as they were; start with:  make run")


def _replace(old, new):
    shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    if new.exists():
        new.rename(old)


def _lay_out(here, base):
    data = postgres.folder(here.state)
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    command.run(["tar", "-x", "-z", "-p", "-C", data, "-f", base], "laying out the databases")
    postgres.own(here.state, data)
    # Told to the databases when they are up: leases that were given away since must not be given away again.
    write(here.state.data / postgres.RESTORED, "")
