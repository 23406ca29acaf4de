"""One row by its key through the pool, beside pgbench."""

import os
import subprocess

from .measure import Meter, Row, pairs
from .programs import pgbench

SCALE = 5
DATABASE = "slipway_bench_reads"


def prepare(ground):
    ground.database(DATABASE)
    subprocess.run(
        ["pgbench", "-i", "-q", "-s", str(SCALE), DATABASE], env={**os.environ, **ground.postgres_environment}, check=True, capture_output=True)


def rows(ground, count, say):
    prepare(ground)
    load = ground.load("read", DATABASE=DATABASE, ACCOUNTS=SCALE * 100_000)
    found = []
    for clients in (1, 8):
        def ours():
            meter = Meter({"load": load.pid})
            figures = load.window(2, clients)
            figures["cpu"] = sum(meter.read().values()) / figures["count"] * 1e6
            return figures

        def reference():
            figures = pgbench(ground, DATABASE, "-S", clients=clients)
            figures["cpu"] = figures["cpu"] / figures["count"] * 1e6
            return figures

        measured = pairs(ours, reference, count, "rate", say)
        found.append(Row(
            f"point read, {clients} at once: rate", f"{measured.median('ours', 'rate'):,.0f}/s",
            f"pgbench -S {measured.median('reference', 'rate'):,.0f}/s", 0.7, measured.ratio("rate"),
            note=f"CPU of the client {measured.median('ours', 'cpu'):.0f} µs, of pgbench {measured.median('reference', 'cpu'):.0f} µs"))
    ground.end_workers()
    return found
