"""Step 7: Podman's API service, with storage, networks and sockets of this installation alone."""

import http.client
import json
import os
import shutil
import socket
import subprocess

from . import command, registry
from .failure import Failure
from .registry_client import authorities
from .state import fingerprint, write
from .supervisor import Program

SLIRP = """\
#!/bin/sh
exec {} --disable-host-loopback "$@"
"""


# Podman reads an image from wherever its name says, a file of this machine too: a Dockerfile may name registries only. Its own store must
# stay allowed, for Podman pushes from there.
POLICY = {
    "default": [{"type": "reject"}],
    "transports": {transport: {"": [{"type": "insecureAcceptAnything"}]} for transport in ("docker", "containers-storage")},
}


class Engine:
    def __init__(self, settings, state):
        self.settings, self.state = settings, state
        self.configuration = state.home / "engine"
        self.data = state.data / "engine"
        self.runtime = state.runtime / "engine"
        self.socket = state.runtime / "podman.sock"

    @property
    def environment(self):
        """What makes any `podman` command see this installation's containers, and no others."""
        return {
            "CONTAINERS_CONF": str(self.configuration / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.configuration / "storage.conf"),
            "CONTAINERS_REGISTRIES_CONF": str(self.configuration / "registries.conf"),
        }

    @property
    def network(self):
        """A bridge a project where iptables is there to make it reachable, else user-mode networking for each container."""
        return "bridge" if self.state.root and command.find("iptables") else "slirp4netns"

    def _files(self):
        # Subnets differ between installations: each engine knows its own networks only.
        pool = 64 + int(self.state.installation[:4], 16) % 128
        return {
            "containers.conf": f"""\
[containers]
default_ulimits = ["nofile=4096:8192", "nproc=4096:8192"]
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "{self.runtime}/tmp"
volume_path = "{self.data}/volumes"
image_copy_tmp_dir = "{self.data}/copy"
[network]
network_backend = "netavark"
network_config_dir = "{self.data}/networks"
default_subnet = "10.{pool}.0.0/24"
default_subnet_pools = [{{"base" = "10.{pool}.0.0/16", "size" = 24}}]
""",
            "storage.conf": f"""\
[storage]
driver = "overlay"
graphroot = "{self.data}/storage"
runroot = "{self.runtime}/run"
""",
            # Below what Podman takes for its home: no setting names this file.
            "home/.config/containers/policy.json": json.dumps(POLICY, indent=2) + "\n",
            "registries.conf": f"""\
unqualified-search-registries = ["docker.io"]
short-name-mode = "disabled"
[[registry]]
location = "{registry.host(self.settings)}"
insecure = {str(self.settings.registry_plain).lower()}
""",
        }

    def start(self, supervisor, step):
        binary = command.find("podman")
        if not binary:
            raise Failure("there is no `podman` here.", "apt-get install podman runc")
        if not command.find("runc"):
            raise Failure("there is no `runc` here.", "apt-get install runc")
        files = self._files()
        for name, text in files.items():
            write(self.configuration / name, text)
        self.data.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.data / "copy", self.data / "networks", self.runtime / "tmp", self.runtime / "run"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # First on Podman's PATH: a build's commands must not reach this machine's own loopback (10.0.2.2 without it).
        write(self.configuration / "bin" / "slirp4netns", SLIRP.format(command.find("slirp4netns") or "/usr/bin/slirp4netns"), 0o700)
        path = f"{self.configuration}/bin:{command.PLAIN_PATH}"
        trusted = authorities(self.settings)
        if trusted:
            write(self.configuration / "authorities.crt", trusted)
        trust = {"SSL_CERT_FILE": str(self.configuration / "authorities.crt")} if trusted else {}
        supervisor.declare(Program(
            "podman", [binary, "--log-level=warn", "system", "service", "--time=0", f"unix://{self.socket}"], 40,
            {**self.environment, **trust, "PATH": path, "HOME": self.configuration / "home"}, fingerprint=fingerprint(*files.values(), *filter(None, [trusted])), umask="022",
            directory=self.data))  # conmon leaves marks in its working directory
        step.say("starting")
        supervisor.wait(lambda: self.version() is not None, "podman", 30)
        step.done(f"podman {self.version()} (runc)")

    def version(self):
        """None while it does not answer."""
        connection = http.client.HTTPConnection("engine", timeout=5)
        try:
            connection.sock = socket.socket(socket.AF_UNIX)
            connection.sock.connect(str(self.socket))
            connection.request("GET", "/_ping")
            answer = connection.getresponse()
            answer.read()
            server = answer.getheader("Server") or ""  # Libpod/4.3.1 (linux)
            return server.partition("/")[2].split(" ")[0] or "?"
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def podman(self, *arguments):
        """A command on this installation's containers; empty when it has none yet."""
        if not (self.configuration / "storage.conf").exists() or not command.find("podman"):
            return ""
        return command.run(["podman", *arguments], "asking podman", self.environment, check=False)

    def stop_containers(self):
        """Running ones are stopped and stay; the deploy service starts what should run, when it is back."""
        running = self.podman("ps", "-q").split()
        if running:
            self.podman("stop", "-t", "10", *running)
        return len(running)

    def forget(self):
        """Containers, networks, images: all of this engine is this installation's."""
        self.podman("rm", "-f", "-a", "-t", "0")
        for network in self.podman("network", "ls", "-q").split():
            if network != "podman":
                self.podman("network", "rm", "-f", network)
        self._unmount()
        if not self.state.root:
            # Files of other users of the user namespace are not ours to remove from outside of it.
            subprocess.run(["podman", "unshare", "rm", "-rf", str(self.data)], env={**os.environ, **self.environment}, capture_output=True)
        shutil.rmtree(self.data, ignore_errors=True)

    def _unmount(self):
        with open("/proc/mounts") as file:
            mounted = [line.split()[1].replace("\\040", " ") for line in file]
        for path in reversed(mounted):
            if path.startswith((f"{self.data}/", f"{self.runtime}/")):
                subprocess.run(["umount", "-l", path], capture_output=True)
