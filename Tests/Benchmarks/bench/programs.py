"""The loads and references that are programs: what they are told, and what they print."""

import json
import os
import re
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from local.failure import Failure


class Worker:
    """A program that stays, and runs a window when it is told to."""

    def __init__(self, arguments, environment):
        self.name = " ".join(str(argument) for argument in arguments[1:]) or Path(arguments[0]).name
        self.process = subprocess.Popen(
            [str(argument) for argument in arguments], env={**os.environ, **environment}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline().split()
        if not said or said[0] != "ready":
            raise Failure(f"the load “{self.name}” did not start.")
        self.port = int(said[1]) if len(said) > 1 else None

    @property
    def pid(self):
        return self.process.pid

    def window(self, seconds, width=1, rate=0):
        self.process.stdin.write(f"{seconds} {width} {rate}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f"the load “{self.name}” ended with {self.process.wait()}.")
        figures = json.loads(line)
        if not figures["count"]:
            raise Failure(f"the load “{self.name}” got nothing done.")
        return {**figures, "rate": figures["count"] / figures["seconds"]}

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def spent():
    """CPU seconds of the programs that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pgbench(ground, database, *arguments, clients=1, seconds=2, latencies=False):
    with tempfile.TemporaryDirectory() as folder:
        logged = ["-l", f"--log-prefix={folder}/t"] if latencies else []
        before = spent()
        done = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(2, clients)), "-T", str(seconds), *logged, *arguments,
             database],
            env={**os.environ, **ground.postgres_environment}, capture_output=True, text=True)
        used = spent() - before
        found = re.search(r"tps = ([0-9.]+)", done.stdout)
        counted = re.search(r"actually processed: (\d+)", done.stdout)
        if done.returncode or not found:
            raise Failure("pgbench failed.", done.stderr[-400:])
        figures = {"rate": float(found[1]), "count": int(counted[1]), "cpu": used}
        if latencies:
            took = [int(line.split()[2]) for file in Path(folder).iterdir() for line in file.read_text().splitlines()]
            figures["p50"] = statistics.median(took)
        return figures


UNITS = {"us": 1, "ms": 1e3, "s": 1e6, "m": 6e7}


def wrk(url, connections, seconds=2, headers=()):
    """Closed loop, one thread. Anything but answers of 200 is a failure of the benchmark."""
    before = spent()
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *[part for header in headers for part in ("-H", header)], url],
        capture_output=True, text=True)
    used = spent() - before
    counted = re.search(r"(\d+) requests in ([0-9.]+)(us|ms|s|m)\b", done.stdout)
    if done.returncode or not counted or not int(counted[1]):
        raise Failure(f"wrk got nothing from {url}.", (done.stderr + done.stdout)[-400:])
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise Failure(f"{url} answered with something else than 200.", done.stdout[-400:])
    count, elapsed = int(counted[1]), float(counted[2]) * UNITS[counted[3]] / 1e6
    figures = {"count": count, "rate": count / elapsed, "cpu": used}
    for part, name in (("50%", "p50"), ("99%", "p99")):
        value = re.search(rf"{part}\s+([0-9.]+)(us|ms|s|m)\b", done.stdout)
        figures[name] = float(value[1]) * UNITS[value[2]]
    return figures


def copy(ground, database, table, columns, file, rows):
    """`\\copy` of a file, as an operator would load it."""
    start, before = time.monotonic(), spent()
    ground.psql(database, f"\\copy {table} ({', '.join(columns)}) FROM '{file}'\n")
    return {"rate": rows / (time.monotonic() - start), "count": rows, "cpu": spent() - before}
