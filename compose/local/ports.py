"""Who holds a port: asked before anything is started, so that the answer is a sentence and not a log."""

import os
import socket

from .failure import Failure


def free(port, host="127.0.0.1"):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
            return True
        except PermissionError:
            raise Failure(f"can't listen on {host}:{port}: ports below 1024 need root.")
        except OSError:
            return False


def _listening_inodes(port):
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(table) as file:
                for line in list(file)[1:]:
                    fields = line.split()
                    if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                        inodes.add(f"socket:[{fields[9]}]")
        except OSError:
            continue
    return inodes


def holder(port):
    """(name, pid) of the process that listens on the port; None when it is not ours to see."""
    inodes = _listening_inodes(port)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            for handle in os.listdir(f"/proc/{pid}/fd"):
                if os.readlink(f"/proc/{pid}/fd/{handle}") in inodes:
                    with open(f"/proc/{pid}/comm") as file:
                        return file.read().strip(), int(pid)
        except OSError:
            continue
    return None


def _ancestors(pid):
    while pid > 1:
        yield pid
        try:
            with open(f"/proc/{pid}/stat") as file:
                pid = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            return


def check(port, setting, supervisor_pid, host="127.0.0.1", advice=None):
    """Fails with the name of whoever has the port, unless it is this installation itself."""
    if free(port, host):
        return
    found = holder(port)
    if found and supervisor_pid and supervisor_pid in _ancestors(found[1]):
        return
    who = f"{found[0]} (pid {found[1]}) has it." if found else "another process has it."
    raise Failure(
        f"can't listen on {host}:{port}: {who}",
        f"Stop it, or choose another port:  make run {setting}={advice or port + 1000}")
