"""A fact from the commit of its change to the commit of its effect in another database, beside pgbench's insert."""

import tempfile
from pathlib import Path

from .measure import Row, pairs
from .programs import pgbench

WIDTH = 8
RATE = 200
DATABASE = "slipway_bench_inserts"


def rows(ground, count, say):
    ground.database(DATABASE)
    ground.psql(DATABASE, "CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), note text NOT NULL);\n")
    load = ground.load("feed", PRODUCER=ground.database("slipway_bench_producer"), CONSUMER=ground.database("slipway_bench_consumer"))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text("INSERT INTO notes (note) VALUES ('recorded');\n")
        measured = pairs(
            lambda: load.window(2, WIDTH), lambda: pgbench(ground, DATABASE, "-f", str(script), clients=WIDTH), count, "rate", say)
    say(f"{RATE} a second")
    load.window(1, 1, RATE)
    steady = load.window(10, 1, RATE)
    ground.end_workers()
    return [
        Row("fact, commit to commit of its effect: rate", f"{measured.median('ours', 'rate'):,.0f}/s",
            f"pgbench insert {measured.median('reference', 'rate'):,.0f}/s", 0.25, measured.ratio("rate"), note=f"{WIDTH} writers, one reader"),
        Row(f"fact, commit to commit of its effect at {RATE}/s: p50", f"{steady['p50'] / 1e3:.1f} ms", "–", 5,
            figure=steady["p50"] / 1e3, most=True, unit="ms"),
        Row(f"fact, commit to commit of its effect at {RATE}/s: p99", f"{steady['p99'] / 1e3:.1f} ms", "–", 25,
            figure=steady["p99"] / 1e3, most=True, unit="ms"),
    ]
