"""The gateway: `/healthz` beside bare SwiftNIO, an app beside the sum of its parts and beside a service of another house."""

import json
import os
import secrets
import subprocess
from urllib.parse import urlsplit

from local import command
from local.settings import CLONE

from . import reads
from .ground import HERE
from .measure import Meter, Ratio, Row, pairs
from .programs import pgbench, wrk

VENV = CLONE / ".build" / "bench-venv"
WHEELS = ["fastapi==0.121.1", "uvicorn==0.38.0", "uvloop==0.22.1", "httptools==0.7.1", "asyncpg==0.30.0"]
WIDTH = 16


def health(ground, count, say):
    bare = ground.bare_http()
    measured = pairs(
        lambda: _health(ground, f"{ground.gateway}/healthz", ground.service("gateway")),
        lambda: _health(ground, f"http://127.0.0.1:{bare.port}/", bare.pid), count, "rate", say)
    ground.end_workers()
    return [Row(
        "/healthz, 64 connections: rate", f"{measured.median('ours', 'rate'):,.0f}/s",
        f"bare SwiftNIO {measured.median('reference', 'rate'):,.0f}/s", 0.55, measured.ratio("rate"),
        note=f"CPU of the gateway {measured.median('ours', 'cpu'):.0f} µs, of the bare server {measured.median('reference', 'cpu'):.0f} µs")]


def _health(ground, url, pid):
    meter = Meter({"server": pid})
    figures = wrk(url, 64)
    figures["cpu"] = meter.read()["server"] / figures["count"] * 1e6
    return figures


def app(ground, count, say):
    """p50 of an authenticated `GET apps/{app}`, one at a time, beside a call, a point read and a bare answer, one at a time."""
    url, token = _app(ground)
    raw_answering, raw_calling, bare = ground.raw("answer"), ground.raw("call"), ground.bare_http()
    reads.prepare(ground)

    def parts():
        call, read = raw_calling.window(1, 1)["p50"], pgbench(ground, reads.DATABASE, "-S", seconds=1, latencies=True)["p50"]
        answer = wrk(f"http://127.0.0.1:{bare.port}/", 1, 1)["p50"]
        return {"p50": call + read + answer, "call": call, "read": read, "answer": answer}

    measured = pairs(lambda: wrk(url, 1, headers=_headers(token)), parts, count, "p50", say)
    ground.end_workers()
    split = " + ".join(f"{name} {measured.median('reference', name):.0f}" for name in ("call", "read", "answer"))
    return [Row(
        "GET app, one at a time: p50", f"{measured.median('ours', 'p50'):.0f} µs",
        f"sum of parts {measured.median('reference', 'p50'):.0f} µs", 2, measured.ratio("p50"), most=True,
        note=f"parts: {split} µs; p99 {measured.median('ours', 'p99'):.0f} µs")]


def against_fastapi(ground, count, say):
    """Requests per CPU second of all that serves them: gateway, services, nats-server and PostgreSQL here; the service and
    PostgreSQL there. Neither counts the client."""
    url, token = _app(ground)
    other, other_url, other_token = _fastapi(ground, url, token)
    services = {name: ground.service(name) for name in ("gateway", "app", "user", "project")} | {"nats": ground.nats}

    def ours():
        return window(url, token, services)

    def reference():
        return window(other_url, other_token, {"fastapi": other.pid})

    def window(url, token, processes):
        meter = Meter(processes, {"postgres": ground.postgres})
        figures = wrk(url, WIDTH, headers=_headers(token))
        used = meter.read()
        figures |= {name: value / figures["count"] * 1e6 for name, value in used.items()}
        figures["per_cpu"] = figures["count"] / sum(used.values())
        return figures

    measured = pairs(ours, reference, count, "per_cpu", say)
    ground.end_workers()
    split = ", ".join(f"{name} {measured.median('ours', name):.0f}" for name in [*services, "postgres"])
    there = ", ".join(f"{name} {measured.median('reference', name):.0f}" for name in ("fastapi", "postgres"))
    return [Row(
        f"GET app, {WIDTH} connections: requests per CPU second", f"{measured.median('ours', 'per_cpu'):,.0f}",
        f"FastAPI, asyncpg {measured.median('reference', 'per_cpu'):,.0f}", 3, measured.ratio("per_cpu"),
        note=f"µs of CPU a request: {split}; there: {there}; rate {measured.median('ours', 'rate'):,.0f}/s, "
             f"there {measured.median('reference', 'rate'):,.0f}/s")]


def _headers(token):
    return [f"Authorization: Bearer {token}"]


def _app(ground):
    """The example, and an API token that may read it."""
    api = ground.api()
    app = json.loads((ground.home / "example.json").read_text())["app"]
    token = api.ask("POST", "tokens", {"name": f"bench {secrets.token_hex(4)}", "scopes": ["read"]})[1]["token"]
    return f"{ground.gateway}/api/v1/apps/{app}", token


def _fastapi(ground, url, token):
    """A service that answers the same JSON from one table, for a token that it looks up."""
    if not (VENV / "stamp").exists() or (VENV / "stamp").read_text() != " ".join(WHEELS):
        command.run(["/usr/bin/python3", "-m", "venv", "--clear", VENV], "making a virtual environment")
        command.run([VENV / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *WHEELS], "installing FastAPI")
        (VENV / "stamp").write_text(" ".join(WHEELS))
    database = ground.database("slipway_bench_fastapi")
    answer = subprocess.run(
        ["curl", "-sf", "-H", f"Authorization: Bearer {token}", url], capture_output=True, text=True, check=True).stdout
    worker = ground.program(
        [VENV / "bin" / "python", HERE / "reference" / "service.py"],
        {**ground.postgres_environment, "PGDATABASE": database, "BENCH_APP": answer, "BENCH_TOKEN": token})
    return worker, f"http://127.0.0.1:{worker.port}{urlsplit(url).path}", token
