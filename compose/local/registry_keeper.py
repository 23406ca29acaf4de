"""The registry's process: serves it, and sweeps it when it is asked to on a Unix socket.

docker-registry takes pushes while its `garbage-collect` deletes what no manifest names yet, which loses layers of images that
are on their way. So it is swept while it serves read-only: pulls go on, but for two restarts of a moment, and a push is refused
by the registry itself, whoever pushes. A restart also empties its memory of which blobs there are.

Whatever dies at whatever moment, the next start serves as always: children end with this process, and nothing is served to write
while a sweep that outlived it still holds the lock. A sweep that was cut short is finished by the next one.
"""

import ctypes
import fcntl
import http.client
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

STALE_UPLOAD = 3600  # seconds
LONGEST_REQUEST = 4096


class Stopped(Exception):
    """SIGTERM."""


class Keeper:
    def __init__(self, binary, configuration, read_only, address, root, lock):
        self.binary, self.configuration, self.read_only, self.address = binary, configuration, read_only, address
        self.root, self.lock = Path(root), lock
        self.child = None

    def serve(self, configuration):
        self.child = self._start("serve", configuration)

    def _start(self, *arguments, **options):
        # The lock goes along: it is free once the last process that may write is gone.
        return subprocess.Popen(
            [self.binary, *arguments], stdin=subprocess.DEVNULL, pass_fds=[self.lock.fileno()], preexec_fn=_end_with_parent, **options)

    def halt(self):
        if self.child:
            _end(self.child, patience=20)
        self.child = None

    def sweep(self):
        before = disk_use(self.root)
        self.halt()
        try:
            self.serve(self.read_only)
            self.wait()
            with open(os.devnull, "w") as nowhere:
                sweeping = self._start("garbage-collect", self.configuration, stdout=nowhere, stderr=subprocess.PIPE, text=True)
                try:
                    said = sweeping.communicate()[1]
                finally:
                    _end(sweeping, patience=0)
            if sweeping.returncode != 0:
                raise OSError(f"garbage-collect ended with {sweeping.returncode}: {said.strip()[-1000:]}")
            tidy(self.root)
        except Stopped:
            self.halt()
            raise
        except OSError:
            self._restart()
            raise
        self._restart()
        return {"before": before, "after": disk_use(self.root)}

    def _restart(self):
        self.halt()
        self.serve(self.configuration)
        self.wait()

    def wait(self):
        """Until it answers."""
        limit = time.monotonic() + 20
        while not answers(self.address, (200, 401)):
            if self.child.poll() is not None:
                raise OSError(f"the registry ended with {self.child.returncode}")
            if time.monotonic() > limit:
                raise OSError("the registry did not answer within 20 s")
            time.sleep(0.02)


def tidy(root):
    """What the registry's own sweep leaves: uploads that nobody ends, and repositories without an image."""
    repositories = root / "docker/registry/v2/repositories"
    for upload in list(repositories.glob("**/_uploads/*")):
        if time.time() - upload.stat().st_mtime > STALE_UPLOAD:
            shutil.rmtree(upload, ignore_errors=True)
    for manifests in list(repositories.glob("**/_manifests")):
        if not any((manifests / "revisions").glob("*/*/link")) and not any((manifests.parent / "_uploads").glob("*")):
            shutil.rmtree(manifests.parent, ignore_errors=True)
            _remove_empty(manifests.parent.parent, repositories)


def _remove_empty(folder, top):
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def disk_use(root):
    """Bytes on disk."""
    total = 0
    for folder, _, files in os.walk(root):
        for name in files:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512
            except FileNotFoundError:
                pass
    return total


def answers(address, accept=(200,)):
    connection = http.client.HTTPConnection(address, timeout=2)
    try:
        connection.request("GET", "/v2/")
        return connection.getresponse().status in accept
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _end(process, patience):
    if process.poll() is None and patience:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    if process.poll() is None:
        process.kill()
    process.wait()


def _answer(connection, keeper):
    """One request, one line: `collect`."""
    connection.settimeout(5)
    try:
        word = connection.recv(LONGEST_REQUEST).decode(errors="replace").strip()
    except OSError:
        return
    if word != "collect":
        reply = {"error": "there is only `collect` to be asked for"}
    else:
        try:
            reply = keeper.sweep()
        except OSError as error:
            print(f"sweeping failed: {error}", flush=True)
            reply = {"error": str(error)}
    try:
        connection.sendall((json.dumps(reply) + "\n").encode())
    except OSError:
        pass  # whoever asked is gone; it is done all the same


def main(binary, configuration, read_only, address, root, path):
    def stop(*_):
        raise Stopped

    signal.signal(signal.SIGTERM, stop)
    with open(f"{configuration}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keeper = Keeper(binary, configuration, read_only, address, root, lock)
        Path(path).unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        os.chmod(path, 0o600)
        listener.listen(8)
        try:
            keeper.serve(configuration)
            while keeper.child.poll() is None:
                if select.select([listener], [], [], 1)[0]:
                    connection, _ = listener.accept()
                    with connection:
                        _answer(connection, keeper)
            return keeper.child.returncode or 1
        except Stopped:
            return 0
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            keeper.halt()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
