"""What these containers are told, by their environment."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from local.failure import Failure

BINARIES = Path("/usr/local/bin")


def text(name, default=None):
    value = os.environ.get(name) or default
    if value is None:
        raise Failure(f"{name} is not set.")
    return value


def address(name, default=None):
    """(host, port) of a URL, which must name both."""
    parts = urlsplit(text(name, default))
    if not parts.hostname or not parts.port:
        raise Failure(f"{name} must be like nats://host:4222.")
    return parts.hostname, parts.port


def number(name, default):
    value = text(name, str(default))
    if not value.isdigit():
        raise Failure(f"{name} must be a number, not “{value}”.")
    return int(value)
