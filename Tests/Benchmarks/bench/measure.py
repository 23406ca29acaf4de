"""Pairs of windows that take turns, and what is made of them: a machine's speed changes from minute to minute, the ratio of
two loads that alternate every two seconds far less."""

import os
import statistics
from dataclasses import dataclass
from pathlib import Path

from local.failure import Failure

TICK = os.sysconf("SC_CLK_TCK")
# A reference whose own figures scatter more than this says nothing: measured again, so often at most.
NOISE, ATTEMPTS = 0.20, 3


@dataclass
class Ratio:
    """The median of the pairs' ratios, between its quartiles."""
    median: float
    low: float
    high: float

    def __str__(self):
        return f"{self.median:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass
class Row:
    """One line of the table. `most` tells that less is better."""
    name: str
    ours: str
    reference: str
    bar: float
    ratio: Ratio = None
    figure: float = None
    most: bool = False
    unit: str = "×"
    note: str = ""

    @property
    def value(self):
        return self.ratio.median if self.ratio else self.figure

    @property
    def met(self):
        return self.value <= self.bar if self.most else self.value >= self.bar

    @property
    def bar_text(self):
        return f"{'≤' if self.most else '≥'} {self.bar:g} {self.unit}".strip()

    @property
    def value_text(self):
        return str(self.ratio) if self.ratio else f"{self.figure:.4g} {self.unit}".strip()


class Pairs:
    """What `count` pairs of windows gave: for each, the figures of ours and of the reference."""

    def __init__(self, ours, reference):
        self.ours, self.reference = ours, reference

    def median(self, side, name):
        return statistics.median(window[name] for window in getattr(self, side))

    def ratio(self, name):
        ratios = [mine[name] / theirs[name] for mine, theirs in zip(self.ours, self.reference)]
        if len(ratios) < 2:
            return Ratio(ratios[0], ratios[0], ratios[0])
        low, median, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return Ratio(median, low, high)

    def noise(self, name):
        """The reference's median absolute deviation, as a part of its median."""
        values = [window[name] for window in self.reference]
        middle = statistics.median(values)
        return statistics.median(abs(value - middle) for value in values) / middle


def pairs(ours, reference, count, noisy_by="rate", say=lambda text: None):
    """Windows in the order A B B A A B B A …; anew, ATTEMPTS times at most, while the reference is noisy."""
    for attempt in range(ATTEMPTS):
        taken = {ours: [], reference: []}
        ours(), reference()  # warm
        for number in range(count):
            say(f"pair {number + 1} of {count}" + (", again: the reference was noisy" if attempt else ""))
            for side in (ours, reference) if number % 2 == 0 else (reference, ours):
                taken[side].append(side())
        result = Pairs(taken[ours], taken[reference])
        if result.noise(noisy_by) <= NOISE:
            break
    return result


def cpu(pids):
    """Seconds of CPU, user and system, that these processes have used; those that are gone count nothing."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def children(pid):
    """The processes that this one has begun, and itself: PostgreSQL has one a session."""
    family = [pid]
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                parent = int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                family.append(int(entry))
    return family


class Meter:
    """CPU used between its making and `read`: of processes by name, of families (postgres), and of programs that ended."""

    def __init__(self, processes=None, families=None):
        self.processes, self.families = processes or {}, families or {}
        self.before = self._all()

    def _all(self):
        used = {name: cpu([pid]) for name, pid in self.processes.items()}
        return used | {name: cpu(children(pid)) for name, pid in self.families.items()}

    def read(self):
        after = self._all()
        # A session that ended in between would count negatively.
        return {name: max(0.0, after[name] - self.before[name]) for name in after}


def memory(pid, name="Pss"):
    """KiB, from the kernel's own sum."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise Failure(f"the kernel does not tell {name} of process {pid}.")
