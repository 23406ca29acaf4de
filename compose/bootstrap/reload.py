"""Beside nats-server, in its process namespace: a configuration that has changed is read, without a connection lost that may stay."""

import os
import signal
import time
from pathlib import Path

from . import told
from .say import say


def run():
    file = Path(told.text("SLIPWAY_NATS_CONFIGURATION", "/etc/nats/nats.conf"))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    last = None
    while True:
        now = file.read_bytes() if file.exists() else None
        if now != last and now is not None and _tell():
            say("nats-server was told to read its configuration")
            last = now
        time.sleep(1)


def _tell():
    """Also the first time: it may have read an older one."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "comm").read_text().strip() == "nats-server":
                os.kill(int(folder.name), signal.SIGHUP)
                return True
        except (FileNotFoundError, ProcessLookupError):
            continue
    return False
