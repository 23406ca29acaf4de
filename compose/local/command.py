"""Other programs, run to their end: output kept for the sentence that tells why one failed."""

import os
import shutil
import subprocess

from .failure import Failure

# What long-lived processes get: the machine's, not that of whoever started them.
PLAIN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

# sbin is not on every person's PATH; iptables and runc live there.
PATH = os.pathsep.join(dict.fromkeys(
    os.environ.get("PATH", "").split(os.pathsep) + PLAIN_PATH.split(os.pathsep)))


def find(name):
    return shutil.which(name, path=PATH)


def run(arguments, doing, environment=None, stdin=None, cwd=None, check=True):
    """Its standard output; a Failure with its last lines when it does not end well."""
    try:
        done = subprocess.run(
            [str(argument) for argument in arguments], input=stdin, cwd=cwd, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PATH": PATH, **(environment or {})},
            stdin=None if stdin is not None else subprocess.DEVNULL)
    except FileNotFoundError:
        raise Failure(f"{doing} needs `{arguments[0]}`, which is not on this machine.")
    if check and done.returncode != 0:
        said = "\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-6:])
        raise Failure(f"{doing} failed: {os.path.basename(str(arguments[0]))} exited with {done.returncode}.", said)
    return done.stdout
