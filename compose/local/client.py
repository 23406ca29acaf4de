"""bin/slipway, logged in to what `make run` has just started, unless its owner uses it for another platform."""

import json
import os
import subprocess
from pathlib import Path

from . import router
from .settings import CLONE


def _settings():
    named = os.environ.get("SLIPWAY_SETTINGS")
    folder = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(named or f"{folder}/slipway/settings.json")


def _client(*arguments):
    environment = {name: value for name, value in os.environ.items() if name not in ("SLIPWAY_API", "SLIPWAY_TOKEN")}
    return subprocess.run(
        [CLONE / "bin" / "slipway", *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def ready(here):
    """Whether the client speaks to this platform now."""
    api = router.public_url(here.settings)
    try:
        known = json.loads(_settings().read_text()).get("api")
    except (OSError, ValueError):
        known = None
    if known not in (None, api):
        return False
    if known == api and _client("whoami"):
        return True
    return _client("login", "--api", api, "--email", here.settings.email, "--password-file", here.state.secret("login"))


def login_line(here):
    return f"bin/slipway login --api {router.public_url(here.settings)} --email {here.settings.email}"
