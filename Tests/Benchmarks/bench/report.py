"""The table: printed, and kept with its date and the kind of machine in Tests/Benchmarks/README.md."""

import os
import platform
import re
import time

from local.state import write

from .ground import HERE

README = HERE / "README.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


def machine():
    """Its kind, not its name."""
    text = open("/proc/cpuinfo").read()
    model = re.search(r"model name\s*:\s*(.+)", text)
    memory = re.search(r"MemTotal:\s*(\d+)", open("/proc/meminfo").read())
    return (f"{os.cpu_count()} cores of {model[1].strip() if model else platform.machine()}, "
            f"{round(int(memory[1]) / 1024 / 1024)} GiB, Linux {platform.release().split('-')[0]}")


def text(rows):
    lines = ["| what | ours | reference | ratio or figure (q25–q75) | bar | |", "|---|---|---|---|---|---|"]
    lines += [f"| {row.name} | {row.ours} | {row.reference} | {row.value_text} | {row.bar_text} | {'met' if row.met else '**missed**'} |"
              for row in rows]
    notes = [f"- {row.name}: {row.note}." for row in rows if row.note]
    return "\n".join(lines + [""] + notes)


def show(rows):
    width = max(len(row.name) for row in rows)
    print()
    for row in rows:
        print(f"  {row.name:<{width}}  {row.ours:>16}  {row.reference:<32} {row.value_text:>20}  {row.bar_text:>12}  {'met' if row.met else 'MISSED'}")
        if row.note:
            print(f"  {'':<{width}}  {row.note}")
    print(f"\n  {sum(row.met for row in rows)} of {len(rows)} bars met on {machine()}", flush=True)


def keep(rows, count):
    head = f"{time.strftime('%Y-%m-%d', time.gmtime())}, {machine()}; {count} pairs of windows of 2 s a row.\n\n"
    before, _, rest = README.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    write(README, f"{before}{BEGIN}\n{head}{text(rows)}\n{END}{after}", 0o644)
