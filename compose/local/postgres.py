"""Step 4: a PostgreSQL cluster of our own: one database and one role a service, none can enter another's."""

import os
import pwd
import shutil
import socket
from pathlib import Path

from . import command, credentials, ports
from .failure import Failure
from .settings import SERVICES
from .state import fingerprint, write
from .supervisor import Program

BINARIES = Path("/usr/lib/postgresql/15/bin")
OWNER = "postgres"  # Debian's package makes it
RESTORED = "postgres-restored"
# A restored database has given away fewer leases than it had; what was written under the later ones must not win over it.
OVERTAKE = """\
DO $$ DECLARE leased text; BEGIN
    FOR leased IN SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'lease_fence' LOOP
        EXECUTE format('UPDATE %I SET lease_fence = lease_fence + 1000000', leased);
    END LOOP;
END $$;"""


def folder(state):
    return state.data / "postgres"


def start(settings, state, supervisor, step):
    port = settings.port("SLIPWAY_POSTGRES_PORT")
    ports.check(port, "SLIPWAY_POSTGRES_PORT", supervisor.pid)
    if not (BINARIES / "postgres").exists():
        raise Failure("there is no PostgreSQL 15 here.", "apt-get install postgresql-15")
    data = folder(state)
    if not (data / "PG_VERSION").exists():
        step.say("making the cluster")
        _make(state, data)
    _configure(state, data, port)
    supervisor.declare(Program(
        "postgres", [BINARIES / "postgres", "-D", data], 10, user=OWNER if state.root else None, stop_signal="INT",
        fingerprint=fingerprint((data / "slipway.conf").read_text())))
    step.say("starting")
    supervisor.wait(lambda: _answers(state, port), "postgres", 60)
    _databases(state, port)
    if (state.data / RESTORED).exists():
        for service in SERVICES:
            _psql(state, port, OVERTAKE, f"slipway_{service}")
        (state.data / RESTORED).unlink()
    step.done(f"ready on 127.0.0.1:{port}, {len(SERVICES)} databases")


def _owned(state, path):
    if state.root:
        owner = pwd.getpwnam(OWNER)
        os.chown(path, owner.pw_uid, owner.pw_gid)


def own(state, folder):
    """All of it, after it was laid out anew."""
    for path in [folder, *folder.rglob("*")]:
        _owned(state, path)


def _make(state, data):
    password = state.data / "initdb-password"
    shutil.rmtree(data, ignore_errors=True)  # half made by a command that was stopped
    data.mkdir(mode=0o700)
    _owned(state, data)
    write(password, credentials.read(state, "postgres-admin") + "\n")
    _owned(state, password)
    become = ["runuser", "-u", OWNER, "--"] if state.root else []
    try:
        command.run(
            [*become, BINARIES / "initdb", "-D", data, "-U", "slipway_admin", "--pwfile", password, "-A", "scram-sha-256",
             "-E", "UTF8", "--locale=C.UTF-8"], "making the PostgreSQL cluster", cwd="/")
    except Failure:
        shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        password.unlink()


def _configure(state, data, port):
    """In a file of its own, so that what PostgreSQL ships stays as it is."""
    write(data / "slipway.conf", f"""\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 400
password_encryption = scram-sha-256
log_line_prefix = '%m %u '
log_timezone = 'UTC'
timezone = 'UTC'
""")
    _owned(state, data / "slipway.conf")
    main = data / "postgresql.conf"
    text = main.read_text()
    if "include 'slipway.conf'" not in text:
        main.write_text(text + "\ninclude 'slipway.conf'\n")


def _psql(state, port, sql, database="postgres", check=True):
    return command.run(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", port, "-U", "slipway_admin", "-d", database],
        "preparing the databases", {"PGPASSWORD": credentials.read(state, "postgres-admin"), "PGCONNECT_TIMEOUT": "5"}, sql, "/", check)


def _answers(state, port):
    with socket.socket() as probe:  # cheaper than psql while it is starting
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            return False
    return _psql(state, port, "SELECT 1", check=False).strip() == "1"


def _databases(state, port):
    there = _psql(state, port, "SELECT datname FROM pg_database").split()
    _psql(state, port, statements(lambda name: credentials.read(state, name), there))


def statements(password, there, is_superuser=True):
    """Idempotent: the roles and databases that are there stay, with the passwords of the secrets folder. An administrator
    who is no superuser, as a provider's often is, can only make what is ours, and cannot close what is not."""
    lines = ["SET log_statement = 'none';", "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;"] if is_superuser else []
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION" if is_superuser else "LOGIN"
    for service in SERVICES:
        role = f"slipway_{service}"
        lines.append(f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF; END $$;")
        lines.append(f"ALTER ROLE {role} {rights} PASSWORD '{password(f'postgres-{service}')}';")
        if not is_superuser:
            lines.append(f"GRANT {role} TO CURRENT_USER;")
        if role not in there:
            lines.append(f"CREATE DATABASE {role} OWNER {role};")
        lines.append(f"REVOKE ALL ON DATABASE {role} FROM PUBLIC;")
    return "\n".join(lines)
