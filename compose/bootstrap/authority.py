"""An authority of the installation's own, for NATS alone: its certificate, and the server's, in the vault beside the other secrets."""

import subprocess
import tempfile
from pathlib import Path

from local.failure import Failure
from local.state import write

AUTHORITY, CERTIFICATE, KEY = "nats-authority.crt", "nats-server.crt", "nats-server.key"
DAYS = "3650"


def prepare(vault, names):
    """Both at once, and once; the authority's own key is forgotten, since nothing else is to be signed."""
    if all(vault.secret(name).exists() for name in (AUTHORITY, CERTIFICATE, KEY)):
        return
    with tempfile.TemporaryDirectory() as folder:
        place = lambda name: str(Path(folder) / name)
        Path(place("names")).write_text("subjectAltName=" + ",".join(f"DNS:{name}" for name in names) + "\nextendedKeyUsage=serverAuth,clientAuth\n")
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        _openssl("req", "-x509", *curve, "-days", DAYS, "-subj", "/CN=slipway-nats", "-keyout", place("ca.key"), "-out", place("ca.crt"))
        _openssl("req", *curve, "-subj", "/CN=nats", "-keyout", place("key"), "-out", place("request"))
        _openssl("x509", "-req", "-in", place("request"), "-CA", place("ca.crt"), "-CAkey", place("ca.key"), "-CAcreateserial", "-days", DAYS,
                 "-extfile", place("names"), "-out", place("crt"))
        for name, file in ((AUTHORITY, "ca.crt"), (CERTIFICATE, "crt"), (KEY, "key")):
            write(vault.secret(name), Path(place(file)).read_text())


def _openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure("making a certificate failed.", done.stderr[-400:])
