"""A root filesystem of Debian packages: resolved and fetched by apt, unpacked by dpkg-deb. Nothing of it is run, so no root is needed."""

import re
import shutil
import subprocess
from pathlib import Path

from . import command
from .failure import Failure

RELEASE = "bookworm"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
MERGED = ("bin", "sbin", "lib", "lib64")
# What Debian's maintainer scripts would have linked.
ALTERNATIVES = {
    "usr/bin/awk": "mawk", "usr/bin/which": "which.debianutils", "usr/bin/js": "node", "usr/bin/pager": "more",
}
PASSWD = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/sh\napp:x:10001:0:app:/tmp:/bin/sh\n"
GROUP = "root:x:0:\nnogroup:x:65534:\n"


class Mirror:
    """apt with lists, cache and status of its own: the machine's packages neither count nor change."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("lists/partial", "archives/partial", "none/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").write_text("")
        site = _site()
        (folder / "sources.list").write_text(
            f"deb [signed-by={KEYS}] {site} {RELEASE} main\ndeb [signed-by={KEYS}] {site} {RELEASE}-updates main\n")
        self.options = [
            f"Dir::State={folder}", f"Dir::State::lists={folder}/lists", f"Dir::State::status={folder}/status",
            f"Dir::Cache={folder}", f"Dir::Cache::archives={folder}/archives",
            f"Dir::Etc::sourcelist={folder}/sources.list", "Dir::Etc::sourceparts=-", "Dir::Etc::preferencesparts=-",
            "APT::Sandbox::User=root", "APT::Install-Recommends=false", "Acquire::Languages=none",
        ]
        self._apt("update")

    def _apt(self, *arguments):
        options = [part for option in self.options for part in ("-o", option)]
        return command.run(["apt-get", "-q", "-y", *options, *arguments], "fetching Debian packages", {"DEBIAN_FRONTEND": "noninteractive"})

    def fetch(self, packages):
        """The .deb files of these packages and of all they depend on."""
        # Asked with an empty cache: apt names only what it would still have to fetch.
        listed = self._apt("install", "--print-uris", "-o", f"Dir::Cache::archives={self.folder}/none", *packages)
        self._apt("install", "--download-only", *packages)
        names = re.findall(r"^'[^']+' (\S+\.deb) ", listed, re.MULTILINE)
        return [self.folder / "archives" / name for name in names]


def _site():
    """The mirror this machine uses, where it says one."""
    files = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for file in files:
        try:
            found = re.search(r"^(?:URIs:|deb(?: \[[^]]*\])?)\s+(https?://\S+/debian)/?(?:\s|$)", file.read_text(), re.MULTILINE)
        except (OSError, UnicodeDecodeError):
            continue
        if found:
            return found[1]
    raise Failure(
        "base images are made from Debian packages, and /etc/apt names no Debian mirror.",
        "Add one there, or name images of yours: SLIPWAY_BASE_IMAGE_STATIC=…, _SHELL, _NODE, _PYTHON.")


def unpack(files, root, step):
    """Lays the packages out as an installed system would, without documentation."""
    root.mkdir(parents=True)
    for name in MERGED:
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")
    for number, file in enumerate(files, 1):
        step.say(f"{root.name}: [{number}/{len(files)}] {file.name.split('_')[0]}")
        # --keep-directory-symlink: /lib stays the link it is in a merged system.
        archive = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.PIPE)
        done = subprocess.run(
            ["tar", "-x", "-C", root, "--keep-directory-symlink", "--no-same-owner", "-p", "--exclude=./usr/share/doc/*",
             "--exclude=./usr/share/man/*", "--exclude=./usr/share/locale/*", "--exclude=./usr/share/info/*"],
            stdin=archive.stdout, capture_output=True, text=True)
        archive.stdout.close()
        if archive.wait() != 0 or done.returncode != 0:
            raise Failure(f"unpacking {file.name} failed.", done.stderr[-400:])
    finish(root)


def finish(root):
    """What is neither in a package nor needs running to be made."""
    for folder, mode in (("etc", 0o755), ("tmp", 0o1777), ("var/tmp", 0o1777), ("root", 0o700), ("proc", 0o755), ("sys", 0o755), ("dev", 0o755)):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder).chmod(mode)
    (root / "etc/passwd").write_text(PASSWD)
    (root / "etc/group").write_text(GROUP)
    (root / "etc/nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    for link, target in ALTERNATIVES.items():
        path = root / link
        if (path.parent / target).exists() and not path.is_symlink() and not path.exists():
            path.symlink_to(target)
    bundle = Path("/etc/ssl/certs/ca-certificates.crt")  # with the operator's own authorities in it
    if bundle.exists() and (root / "usr/share/ca-certificates").exists():
        (root / "etc/ssl/certs").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bundle, root / "etc/ssl/certs/ca-certificates.crt")
    for marker in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
        marker.unlink()  # in an image, pip installs for the app and for nobody else
