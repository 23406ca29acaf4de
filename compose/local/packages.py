"""Step 1: Debian packages and the Swift toolchain."""

import os
import re
import subprocess
from pathlib import Path

from . import command
from .failure import Failure

SERVERS = ["postgresql-15", "podman", "runc", "netavark", "aardvark-dns", "iptables", "slirp4netns", "catatonit",
           "docker-registry", "python3-bcrypt"]
TOOLS = ["ca-certificates", "git", "openssl", "python3-venv"]
LIBRARIES = ["libcurl4-openssl-dev", "libnats-dev", "libpq-dev", "libprotobuf-c-dev", "pkg-config", "zlib1g-dev"]
ROOTLESS = ["uidmap", "fuse-overlayfs"]
GENERATORS = ["protobuf-compiler", "protobuf-c-compiler", "python3-protobuf"]
POLICY = Path("/usr/sbin/policy-rc.d")


def missing(names):
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names], capture_output=True, text=True).stdout
    here = {line.split()[0] for line in said.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in here]


def install(step, for_tests=False, also=()):
    """apt-get for what is missing, and nothing when nothing is."""
    if not command.find("apt-get"):
        raise Failure("there is no apt-get here; this way of running Slipway is made for Debian 12.")
    wanted = SERVERS + TOOLS + LIBRARIES + ([] if os.geteuid() == 0 else ROOTLESS) + (GENERATORS if for_tests else []) + list(also)
    absent = missing(wanted)
    if absent:
        become = _root(absent)
        step.say(f"apt-get update, for {' '.join(absent)}")
        _apt(become, ["update"], step)
        held_back = "docker-registry" in absent
        with _nothing_started(become):
            _apt(become, ["install", "-y", "--no-install-recommends", *absent], step)
        if held_back and Path("/run/systemd/system").exists():
            # Debian's unit would listen on every address after the next boot; ours is started here, on loopback.
            subprocess.run([*become, "systemctl", "disable", "docker-registry"], capture_output=True)
    return absent


def _root(absent):
    if os.geteuid() == 0:
        return []
    if command.find("sudo") and (os.isatty(0) or subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0):
        return ["sudo"]
    raise Failure(f"can't install {' '.join(absent)}: that needs root.", f"As root:  apt-get install -y {' '.join(absent)}")


def _apt(become, arguments, step):
    process = subprocess.Popen(
        [*become, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, errors="replace")
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith(("Get:", "Unpacking", "Setting up")):
            step.say(line.strip())
    if process.wait() != 0:
        raise Failure(f"apt-get {arguments[0]} failed.", "\n".join(line for line in lines if line)[-1200:])


class _nothing_started:
    """Packages bring servers with ports of their own; ours are started by us, so theirs stay off."""

    def __init__(self, become):
        self.become = become

    def __enter__(self):
        self.ours = not POLICY.exists()
        if self.ours:
            subprocess.run([*self.become, "tee", str(POLICY)], input=b"#!/bin/sh\nexit 101\n", stdout=subprocess.DEVNULL, check=False)
            subprocess.run([*self.become, "chmod", "755", str(POLICY)], check=False)

    def __exit__(self, *_):
        if self.ours:
            subprocess.run([*self.become, "rm", "-f", str(POLICY)], check=False)


def check_swift():
    """A clear sentence where the toolchain is missing or old; the compiler's would be neither."""
    advice = "Install it from https://www.swift.org/install/linux/ and put its usr/bin on the PATH."
    if not command.find("swift"):
        raise Failure("Swift 6.3 or newer is needed, and there is no `swift` on the PATH.", advice)
    said = command.run(["swift", "--version"], "asking Swift for its version")
    found = re.search(r"Swift version (\d+)\.(\d+)", said)
    if not found or (int(found[1]), int(found[2])) < (6, 3):
        raise Failure(f"Swift 6.3 or newer is needed; this one says: {said.splitlines()[0] if said else 'nothing'}.", advice)
    return f"{found[1]}.{found[2]}"
