"""What `make bench` calls. ONLY=rpc,read for some rows, PAIRS=3 for a quick look; both leave the README as it is."""

import os
import sys
import time

from local.failure import Failure
from local.progress import Table, tell_failure

from . import calls, cluster, deployments, feed, fleet, http, idle, logs, reads, report, starts
from .ground import Ground

PAIRS = 10
# The first three ask nothing of the services, whose idle minute passes meanwhile.
PARTS = {
    "rpc": calls.rows, "read": reads.rows, "feed": feed.rows, "idle": idle.rows, "start": starts.rows, "app": http.app,
    "fastapi": http.against_fastapi, "health": http.health, "log": logs.rows, "deploy": deployments.rows,
    "cluster": cluster.rows, "fleet": fleet.rows,
}


def bench(table):
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        raise Failure(f"there is no part “{unknown[0]}”; there are {', '.join(PARTS)}.")
    count = int(os.environ.get("PAIRS") or PAIRS)
    rows, begun = [], time.monotonic()
    ground = Ground(table, os.environ.get("BENCH_HOME"))
    ground.prepare()
    with ground:
        for name, measure in PARTS.items():
            if name in wanted:
                with table.step(name) as step:
                    found = measure(ground, count, step.say)
                    step.done("  ".join(f"{row.value_text} {'✓' if row.met else '✗'}" for row in found) or "nothing to measure with here")
                rows += found
    report.show(rows)
    print(f"  {time.monotonic() - begun:.0f} s", flush=True)
    if wanted == list(PARTS) and count >= PAIRS:
        report.keep(rows, count)


def main():
    table = Table()
    try:
        bench(table)
        return 0
    except Failure as failure:
        tell_failure(table.label, failure)
        return 1
    except KeyboardInterrupt:
        tell_failure(table.label, Failure("interrupted."))
        return 130


if __name__ == "__main__":
    sys.exit(main())
