"""An image put straight into the registry: a layer, a configuration, a manifest. No engine takes part."""

import gzip
import hashlib
import json
import platform
import subprocess
from urllib.parse import urlsplit

from .failure import Failure

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIGURATION = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


class Repository:
    """`name`: below the path that all of ours begin with."""

    def __init__(self, client, name):
        self.client, self.name = client, "/".join(filter(None, [client.path, name]))

    def reference(self, tag):
        return f"{self.client.address}/{self.name}:{tag}"

    def has(self, reference):
        return self._ask("HEAD", f"manifests/{reference}", headers={"Accept": MANIFEST})[0] == 200

    def push(self, root, work, labels, command, version=None):
        """The tag it got, which names its version and its content; the layer is a tar of `root` with root as everyone's owner."""
        layer = work / f"{root.name}.tar.gz"
        content = _pack(root, layer)
        configuration = json.dumps({
            "architecture": ARCHITECTURES.get(platform.machine(), platform.machine()), "os": "linux", "created": "2023-06-10T00:00:00Z",
            "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"],
                       "Cmd": command, "Labels": labels, "WorkingDir": "/"},
            "rootfs": {"type": "layers", "diff_ids": [content]},
            "history": [{"created": "2023-06-10T00:00:00Z", "created_by": "slipway base-images"}],
        }, sort_keys=True).encode()
        with open(layer, "rb") as file:
            layer_digest = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
        configuration_digest = "sha256:" + hashlib.sha256(configuration).hexdigest()
        with open(layer, "rb") as file:
            self._blob(layer_digest, file, layer.stat().st_size)
        self._blob(configuration_digest, configuration, len(configuration))
        manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": CONFIGURATION, "size": len(configuration), "digest": configuration_digest},
            "layers": [{"mediaType": LAYER, "size": layer.stat().st_size, "digest": layer_digest}],
        }).encode()
        tag = "-".join(filter(None, [version, configuration_digest[7:19]]))
        self._expect(201, "PUT", f"manifests/{tag}", manifest, {"Content-Type": MANIFEST})
        layer.unlink()
        return tag

    def _blob(self, digest, body, size):
        if self._ask("HEAD", f"blobs/{digest}")[0] == 200:
            return
        headers = self._expect(202, "POST", "blobs/uploads/")
        place = urlsplit(headers["location"])
        path = f"{place.path}?{place.query + '&' if place.query else ''}digest={digest}"
        self._expect(201, "PUT", path, body, {"Content-Type": "application/octet-stream", "Content-Length": str(size)})

    def _ask(self, method, path, body=None, headers=None):
        scope = (self.name, "pull" if method in ("GET", "HEAD") else "pull,push")
        return self.client.ask(method, path if path.startswith("/") else f"/v2/{self.name}/{path}", body, headers, scope)

    def _expect(self, status, *arguments):
        got, headers, body = self._ask(*arguments)
        if got != status:
            raise Failure(f"the registry answered {got} while {self.name} was pushed.", body[:300].decode(errors="replace"))
        return headers


def _pack(root, file):
    """Packs, and answers the digest of what is packed before compression, as an image's configuration wants it."""
    digest = hashlib.sha256()
    tar = subprocess.Popen(
        ["tar", "-c", "-C", root, "--owner=0", "--group=0", "--numeric-owner", "--sort=name", "."], stdout=subprocess.PIPE)
    with open(file, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=1, mtime=0) as packed:
        while block := tar.stdout.read(1 << 20):
            digest.update(block)
            packed.write(block)
    tar.stdout.close()
    if tar.wait() != 0:
        raise Failure(f"packing {root} failed: tar exited with {tar.returncode}.")
    return "sha256:" + digest.hexdigest()
