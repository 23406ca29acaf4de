"""The program that the build service is given for this registry: `collect` has it swept, `measure` looks at its folder.
It answers with one line of JSON, and says on standard error why it could not."""

import json
import os
import socket
import sys

from registry_keeper import disk_use


def collect(path):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(b"collect\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    if not answer:
        sys.exit("the registry's keeper ended before it was done")
    reply = json.loads(answer)
    if "error" in reply:
        sys.exit(reply["error"])
    return reply


def measure(root):
    system = os.statvfs(root)
    return {"bytes": disk_use(root), "free": system.f_bavail * system.f_frsize, "total": system.f_blocks * system.f_frsize}


def main(path, root, word):
    try:
        print(json.dumps({"collect": lambda: collect(path), "measure": lambda: measure(root)}[word]()))
    except OSError as error:
        sys.exit(f"the registry's keeper does not answer: {error}")
