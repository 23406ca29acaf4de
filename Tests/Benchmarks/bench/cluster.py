"""One app's objects applied to a live cluster beside kubectl, and how soon a watch tells of a write. For a cluster: KUBECONFIG=…"""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from local import testing
from local.failure import Failure

from .measure import Row, pairs

NAMESPACE = "slipway-bench"


def rows(ground, count, say):
    config = os.environ.get("KUBECONFIG", "")
    if not config:
        return []
    kubectl = testing.KUBECTL
    kubectl.install(type("Quiet", (), {"say": staticmethod(say)}))
    base = [str(kubectl.path("kubectl")), "--kubeconfig", config]
    with tempfile.TemporaryDirectory() as folder:
        objects = Path(folder) / "objects.json"
        told = {"KUBECONFIG": config, "NAMESPACE": NAMESPACE, "OBJECTS": objects}
        try:
            load = ground.load("cluster", **told)
            measured = pairs(lambda: load.window(2), lambda: _kubectl([*base, "apply", "--server-side", "--force-conflicts", "-f", str(objects)]), count, "p50", say)
            seen = ground.load("watch", **told).window(5)
        finally:
            ground.end_workers()
            subprocess.run([*base, "delete", "namespace", NAMESPACE, "--wait=false"], capture_output=True)
    return [
        Row("one app's objects applied: time", f"{measured.median('ours', 'p50') / 1e3:.0f} ms",
            f"kubectl apply --server-side {measured.median('reference', 'p50') / 1e3:.0f} ms", 0.1, measured.ratio("p50"), most=True,
            note="eight objects, unchanged, in two waves"),
        Row("a write until a watched cache has it: p50", f"{seen['p50'] / 1e3:.2f} ms", "–", 50, figure=seen["p50"] / 1e3, most=True, unit="ms"),
    ]


def _kubectl(command):
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failure("kubectl failed.", done.stderr[-400:])
    return {"p50": (time.monotonic() - begun) * 1e6, "count": 1}
