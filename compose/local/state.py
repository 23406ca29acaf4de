"""Where an installation keeps what it knows: folders, its id, files written whole, one command at a time."""

import fcntl
import hashlib
import os
import secrets
import shutil
from pathlib import Path

from .failure import Failure


def write(path, text, mode=0o600):
    """Whole or not at all; says whether anything changed."""
    data = text.encode() if isinstance(text, str) else text
    try:
        if path.read_bytes() == data and path.stat().st_mode & 0o777 == mode:
            return False
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(data)
    part.replace(path)
    return True


def fingerprint(*parts):
    """A short name for a configuration; a program whose fingerprint changes is restarted."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            stat = part.stat()
            digest.update(f"{part}:{stat.st_size}:{stat.st_mtime_ns}".encode())
        else:
            digest.update(str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


class State:
    """Three places: `home` for what must be kept, `data` for what cannot live in it, `runtime` for sockets
    (a Unix socket's path has 107 bytes, and a clone may lie deep)."""

    def __init__(self, home):
        self.home = home
        self.root = os.geteuid() == 0

    @property
    def exists(self):
        return (self.home / "installation").exists()

    def prepare(self):
        if not self.exists:
            write(self.home / "installation", secrets.token_hex(5) + "\n")
        for folder in ("git", "log", "secrets", "work", "router", "supervisor"):
            (self.home / folder).mkdir(mode=0o700, exist_ok=True)
        self.data.mkdir(parents=True, exist_ok=True)
        self.data.chmod(0o711 if self.root else 0o700)
        self.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def installation(self):
        return (self.home / "installation").read_text().strip()

    @property
    def data(self):
        """PostgreSQL refuses root, and its own user cannot enter a folder that is closed to it, as `home` is."""
        return Path(f"/var/lib/slipway-{self.installation}") if self.root else self.home / "data"

    @property
    def runtime(self):
        if self.root:
            return Path(f"/run/slipway-{self.installation}")
        parent = os.environ.get("XDG_RUNTIME_DIR") or "/tmp"
        return Path(parent) / f"slipway-{self.installation}"

    def log(self, program):
        return self.home / "log" / f"{program}.log"

    def secret(self, name):
        return self.home / "secrets" / name

    def lock(self):
        """Two commands at once would undo each other's work."""
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.home.chmod(0o700)
        except OSError as error:
            raise Failure(f"can't write to {self.home}: {error.strerror}.", "Choose another place:  make run SLIPWAY_HOME=…")
        # Inherited by nothing: Python opens files close-on-exec, so the supervisor does not keep it.
        self._lock = open(self.home / "lock", "a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            raise Failure(f"another command is at work on {self.home} (pid {self._lock.read().strip()}).", "Wait for it, or stop it.")
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    def forget(self):
        """The end of `make clean`."""
        folders = [self.runtime, self.data, self.home]
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        left = [str(folder) for folder in folders if folder.exists()]
        if left:
            raise Failure(f"could not remove all of {' and '.join(left)}.", "Something still uses it:  findmnt, fuser -v")
