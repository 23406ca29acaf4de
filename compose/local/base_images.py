"""Step 8: what apps are built on. Upstream's images by name; ours, of Debian packages, where upstream can't be reached."""

import json
import os
import re
import shutil
import subprocess

from . import debian, registry
from .failure import Failure
from .image import Repository
from .state import fingerprint, write

UPSTREAM = {
    "static": "docker.io/library/busybox:1.36",
    "shell": "docker.io/library/debian:bookworm-slim",
    "node": "docker.io/library/node:{version}-bookworm-slim",
    "python": "docker.io/library/python:{version}-slim-bookworm",
    "go": "docker.io/library/golang:{version}-bookworm",
    "ruby": "docker.io/library/ruby:{version}-bookworm",
}
DEBIAN = ["base-files", "bash", "ca-certificates", "coreutils", "curl", "dash", "debianutils", "diffutils", "findutils", "grep",
          "gzip", "hostname", "libc-bin", "mawk", "procps", "sed", "tar", "util-linux", "xz-utils"]
PACKAGES = {
    "static": ["busybox-static"],
    "shell": DEBIAN,
    "node": DEBIAN + ["git", "nodejs", "npm"],
    "python": DEBIAN + ["git", "python3", "python3-pip", "python3-venv", "python-is-python3"],
}
# The package whose version is the language's: the image's tag begins with it, and plans tell it.
VERSIONS = {"node": "nodejs", "python": "python3"}
COMMANDS = {"static": ["sh"], "shell": ["bash"], "node": ["node"], "python": ["python3"]}
REACH = ["curl", "-s", "-o", "/dev/null", "--connect-timeout", "3", "--max-time", "5", "https://registry-1.docker.io/v2/"]


def reachable():
    """Any answer will do; a registry that asks for credentials is one that is there."""
    try:
        return subprocess.run(REACH, stdin=subprocess.DEVNULL).returncode == 0
    except FileNotFoundError:
        return False


class BaseImages:
    def __init__(self, settings, state):
        self.settings, self.state = settings, state
        self.file = state.home / "base-images.json"

    def _made(self):
        try:
            return json.loads(self.file.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def names(self):
        """SLIPWAY_BASE_IMAGES=static,shell says which are made; all, without it."""
        text = self.settings.text("SLIPWAY_BASE_IMAGES")
        names = [name.strip() for name in text.split(",") if name.strip()] if text else list(PACKAGES)
        for name in names:
            if name not in PACKAGES:
                raise Failure(f"there is no base image “{name}”; there are {', '.join(PACKAGES)}.")
        return names

    def _named(self, name):
        return self.settings.text(f"SLIPWAY_BASE_IMAGE_{name.upper()}")

    def references(self):
        """What the build service is told, as decided by the last `ensure`."""
        made = self._made()
        return {name: self._named(name) or made.get(name, {}).get("reference") or UPSTREAM[name] for name in UPSTREAM}

    def ensure(self, step, anew=False):
        """Makes what is needed and not there; a second run asks the registry and is done. `anew` makes all, for newer packages."""
        wanted = [name for name in self.names() if not self._named(name)]
        made = self._made()
        absent = [name for name in wanted if anew or not self._there(name, made)]
        if absent and not anew and reachable():
            # What is not there any more, or is in another registry by now, would still lead builds to where it was.
            if stale := [name for name in absent if made.pop(name, None)]:
                write(self.file, json.dumps(made, indent=2) + "\n")
                step.say(f"no longer made here: {', '.join(stale)}")
            step.done("upstream's, from docker.io")
            return
        if absent:
            work = self.state.data / "base-images"
            shutil.rmtree(work, ignore_errors=True)
            try:
                step.say("reading Debian's package lists")
                mirror = debian.Mirror(work / "apt")
                for name in absent:
                    made[name] = self._make(name, mirror, work, step)
                    write(self.file, json.dumps(made, indent=2) + "\n")
            finally:
                shutil.rmtree(work, ignore_errors=True)
        if wanted:
            reason = "made here" if anew else "made here: docker.io can't be reached"
            step.done(f"{', '.join(wanted)} ({reason})")
        else:
            step.done("as named in the settings")

    def _there(self, name, made):
        known = made.get(name)
        if not known or known["recipe"] != self._recipe(name):
            return False
        repository, tag = self._repository(name), known["reference"].rpartition(":")[2]
        return known["reference"] == repository.reference(tag) and repository.has(tag)

    def _repository(self, name):
        return Repository(registry.client(self.settings, self.state), f"slipway/base-{name}")

    @staticmethod
    def _recipe(name):
        return fingerprint("3", debian.RELEASE, *PACKAGES[name])

    @staticmethod
    def _version(name, files):
        """`18.19.0` of nodejs_18.19.0+dfsg-6_amd64.deb."""
        for file in files:
            if found := re.match(re.escape(VERSIONS.get(name, " ")) + r"_(?:\d+%3a)?(\d+(?:\.\d+){0,2})", file.name):
                return found[1]
        return None

    def _make(self, name, mirror, work, step):
        step.say(f"{name}: fetching Debian packages")
        files = mirror.fetch(PACKAGES[name])
        root = work / name
        if name == "static":
            _static(files, root, step)
        else:
            debian.unpack(files, root, step)
        step.say(f"{name}: pushing")
        repository = self._repository(name)
        labels = {"dev.slipway.installation": self.state.installation, "dev.slipway.base": name, "dev.slipway.recipe": self._recipe(name)}
        tag = repository.push(root, work, labels, COMMANDS[name], self._version(name, files))
        shutil.rmtree(root)
        return {"recipe": self._recipe(name), "reference": repository.reference(tag)}


def _static(files, root, step):
    """busybox and a link for each of its applets, laid out as upstream's image of that name."""
    debian.unpack(files, root, step)
    busybox = next(path for path in (root / "usr/bin/busybox", root / "bin/busybox") if path.exists())
    applets = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True).stdout.split()
    for applet in applets:
        link = root / "usr/bin" / applet
        if not os.path.lexists(link):
            link.symlink_to("busybox")
