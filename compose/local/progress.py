"""The table a person watches: one line a step, with its time."""

import sys
import time
from contextlib import contextmanager

LABEL = 12
TEXT = 42


def duration(seconds):
    """As people say it: 0.3 s, 41 s, 4 m 12 s."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60} m {int(seconds) % 60} s"


class Step:
    """One line of the table while its work is done."""

    def __init__(self, label, out):
        self.label, self.out = label, out
        self.live = out.isatty()
        self.started = time.monotonic()
        self.told = self.started
        self.text = None

    def say(self, text):
        """What happens now. A terminal sees each word; a file a line every ten seconds."""
        if self.live:
            self.out.write(f"\r  {self.label:<{LABEL}} {text[:100]}\x1b[K")
        elif time.monotonic() - self.told >= 10:
            self.told = time.monotonic()
            self.out.write(f"  {self.label:<{LABEL}} {text}\n")
        self.out.flush()

    def done(self, text):
        """What is true at the end."""
        self.text = text

    def finish(self):
        taken = time.monotonic() - self.started
        line = f"  {self.label:<{LABEL}} {self.text or 'done'}"
        if taken >= 0.05:
            line = f"{line:<{LABEL + TEXT + 3}}  {duration(taken)}"
        self.out.write(("\r" if self.live else "") + line + ("\x1b[K\n" if self.live else "\n"))
        self.out.flush()


def tell_failure(label, failure, out=sys.stdout):
    """The sentence beside its step, the advice under it."""
    lines = failure.sentence.splitlines() + (failure.advice or "").splitlines()
    start = "\r\x1b[K" if out.isatty() else ""
    out.write(f"{start}  {label:<{LABEL}} {lines[0]}\n")
    for line in lines[1:]:
        out.write(f"  {'':<{LABEL}} {line}\n")
    out.flush()


class Table:
    """Prints steps in their order; remembers which one is at work, so that a failure stands beside it."""

    def __init__(self, out=sys.stdout):
        self.out = out
        self.label = "slipway"

    @contextmanager
    def step(self, label):
        self.label = label
        step = Step(label, self.out)
        step.say("…")
        yield step
        step.finish()
        self.label = "slipway"
