"""Lines through the log service's Append, beside `\\copy` of the same rows into a table with the same key."""

import tempfile
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

from .measure import Meter, Row, pairs
from .programs import copy

WRITERS = 8
LINES = 60_000
DATABASE = "slipway_log"
COLUMNS = ["app_id", "seq", "day", "time", "source", "instance", "stream", "message"]


def rows(ground, count, say):
    load = ground.load("append")
    ground.psql(DATABASE, "CREATE TABLE lines_reference (LIKE lines INCLUDING ALL);\n")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines"

        def ours():
            meter = Meter({"log": ground.service("log")})
            figures = load.window(2, WRITERS)
            figures["cpu"] = meter.read()["log"] / figures["count"] * 1e6
            return figures

        def reference():
            _write(file)
            return copy(ground, DATABASE, "lines_reference", COLUMNS, file, LINES)

        measured = pairs(ours, reference, count, "rate", say)
    ground.psql(DATABASE, "DROP TABLE lines_reference;\n")
    ground.end_workers()
    return [
        Row("log lines stored: against COPY", f"{measured.median('ours', 'rate'):,.0f}/s",
            f"\\copy {measured.median('reference', 'rate'):,.0f}/s", 0.5, measured.ratio("rate"),
            note=f"{WRITERS} writers, 500 lines of 120 bytes a call; CPU of the log service {measured.median('ours', 'cpu'):.1f} µs a line"),
        Row("log lines stored: rate", f"{measured.median('ours', 'rate'):,.0f}/s", "–", 30_000,
            figure=measured.median("ours", "rate"), unit="/s"),
    ]


def _write(file):
    """The same lines: as many apps in turns of as many lines, and never the same key twice."""
    apps, message = [uuid.uuid4() for _ in range(WRITERS)], ("GET /orders/4711 200 12ms " * 5)[:120]
    encoded = "\\\\x" + message.encode().hex()
    now = datetime.fromtimestamp(time.time(), timezone.utc)
    with open(file, "w") as out:
        for number in range(LINES):
            batch, place = divmod(number, 500)
            turn, app = divmod(batch, WRITERS)
            at = now + timedelta(microseconds=number)
            out.write(f"{apps[app]}\t{turn * 500 + place + 1}\t{at.date()}\t{at.isoformat()}\tplatform\tbench\tstdout\t{encoded}\n")
