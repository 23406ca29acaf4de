"""supervisord: keeps every process alive. One configuration file a program, so that changing one restarts one."""

import http.client
import os
import socket
import subprocess
import time
import xmlrpc.client
from dataclasses import dataclass, field

from . import command
from .failure import Failure, last_lines
from .settings import CLONE
from .state import write

KEPT = ("LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "GIT_SSL_CAINFO")
BUSY = ("STARTING", "RUNNING", "BACKOFF", "STOPPING")


@dataclass
class Program:
    """One process. `priority` orders starts (ascending) and stops (descending)."""

    name: str
    arguments: list
    priority: int
    environment: dict = field(default_factory=dict)
    user: str = None
    fingerprint: str = ""
    stop_signal: str = "TERM"
    stop_wait: int = 25
    events: str = None
    umask: str = "077"
    directory: str = None

    def text(self, log):
        kind = "eventlistener" if self.events else "program"
        environment = {**self.environment, "SLIPWAY_CONFIGURATION": self.fingerprint}
        lines = [
            f"[{kind}:{self.name}]",
            "command=" + " ".join(_quoted(argument) for argument in self.arguments),
            "environment=" + ",".join(f"{name}={_quoted(value)}" for name, value in sorted(environment.items())),
            f"priority={self.priority}", "autostart=true", "autorestart=true", "startsecs=1", "startretries=1000000",
            f"stopsignal={self.stop_signal}", f"stopwaitsecs={self.stop_wait}", f"umask={self.umask}",
        ]
        if self.user:
            lines.append(f"user={self.user}")
        if self.directory:
            lines.append(f"directory={self.directory}")
        if self.events:
            lines += [f"events={self.events}", "buffer_size=200", f"stderr_logfile={log}", "stderr_logfile_maxbytes=10MB"]
        else:
            lines += ["redirect_stderr=true", f"stdout_logfile={log}", "stdout_logfile_maxbytes=10MB", "stdout_logfile_backups=3"]
        return "\n".join(lines) + "\n"


def _quoted(value):
    text = str(value).replace("%", "%%").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


class _Socket(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.host_path)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def make_connection(self, host):
        connection = _Socket("localhost")
        connection.host_path = self.path
        return connection


class Supervisor:
    def __init__(self, state, tools):
        self.state, self.tools = state, tools
        self.folder = state.home / "supervisor"
        self.socket = str(state.runtime / "supervisor.sock")
        self.pid_file = state.runtime / "supervisord.pid"

    @property
    def rpc(self):
        return xmlrpc.client.ServerProxy("http://localhost", transport=_Transport(self.socket)).supervisor

    @property
    def pid(self):
        """None when it is not running."""
        try:
            return self.rpc.getPID()
        except (OSError, http.client.HTTPException):
            return None

    def ensure(self):
        """Starts supervisord with nothing to supervise yet: each step adds its own program."""
        if self.pid:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for file in self.folder.glob("*.conf"):
            file.unlink()
        write(self.state.home / "supervisord.conf", f"""\
[unix_http_server]
file={self.socket}
chmod=0700
[supervisord]
logfile={self.state.log('supervisord')}
logfile_maxbytes=10MB
pidfile={self.pid_file}
childlogdir={self.state.home}/log
minfds=4096
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://{self.socket}
[include]
files={self.folder}/*.conf
""")
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
        environment |= {"PATH": command.PLAIN_PATH, "HOME": os.environ.get("HOME", "/")}
        # A session of its own: Ctrl-C at `make run` does not reach what runs.
        done = subprocess.run(
            # -P: the folder of the script holds a supervisor.py of ours.
            [self.tools.path("python3"), "-P", CLONE / "compose" / "local" / "supervisord.py", "-c", self.state.home / "supervisord.conf"],
            env=environment, cwd="/",
            stdin=subprocess.DEVNULL, capture_output=True, text=True, start_new_session=True, umask=0o077)
        if done.returncode != 0:
            raise Failure("supervisord did not start.", (done.stderr or done.stdout).strip()[-600:])
        self.wait(lambda: self.pid, "supervisord", 10)

    def declare(self, *programs):
        """Starts what is new, restarts what changed, leaves the rest alone."""
        for program in programs:
            write(self.folder / f"{program.name}.conf", program.text(self.state.log(program.name)))
        self._update()

    def withdraw(self, names):
        """Stops these and forgets them."""
        for name in names:
            (self.folder / f"{name}.conf").unlink(missing_ok=True)
        self._update()

    def declared(self):
        return {file.stem for file in self.folder.glob("*.conf")}

    def _update(self):
        try:
            added, changed, removed = self.rpc.reloadConfig()[0]
        except xmlrpc.client.Fault as fault:
            raise Failure(f"supervisord refused its configuration: {fault.faultString}")
        for name in changed + removed:
            self.rpc.stopProcessGroup(name, False)
        for name in changed + removed:
            self.wait(lambda: not any(p["statename"] in BUSY for p in self.processes() if p["group"] == name), name, 40, stop=True)
            self.rpc.removeProcessGroup(name)
        for name in added + changed:
            self.rpc.addProcessGroup(name)

    def processes(self):
        return self.rpc.getAllProcessInfo()

    def state_of(self, name):
        return self.rpc.getProcessInfo(f"{name}:{name}")["statename"]

    def stop(self, names):
        """All at once: each has its own grace."""
        for process in self.processes():
            if process["name"] in names and process["statename"] in BUSY:
                try:
                    self.rpc.stopProcess(f"{process['group']}:{process['name']}", False)
                except xmlrpc.client.Fault:
                    pass  # ended by itself meanwhile
        self.wait(lambda: not any(p["name"] in names and p["statename"] in BUSY for p in self.processes()), names[0] if names else "", 40, stop=True)

    def start(self, name):
        self.rpc.startProcess(f"{name}:{name}")

    def shutdown(self):
        pid = self.pid
        if not pid:
            return
        self.rpc.shutdown()
        self.wait(lambda: not os.path.exists(f"/proc/{pid}"), "supervisord", 60, stop=True)

    def wait(self, done, program, seconds, stop=False):
        """Until it is so; else a sentence that names the program and ends with what it said last."""
        limit = time.monotonic() + seconds
        pause = 0.02
        while True:
            if done():
                return
            if time.monotonic() > limit:
                doing = "stop" if stop else "get ready"
                raise Failure(f"{program} did not {doing} within {seconds} s; its last lines:", last_lines(self.state.log(program)))
            time.sleep(pause)
            pause = min(pause * 1.5, 0.25)
