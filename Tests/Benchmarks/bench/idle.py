"""What the seven services cost when nobody asks for anything."""

import time

from .measure import Row, cpu, memory

SECONDS = 60


def rows(ground, count, say):
    """A minute after the platform was ready, the example deployed and nothing asked since."""
    services = ground.services()
    begun = time.monotonic()
    before = cpu(services.values())
    rest = max(SECONDS - (begun - ground.idle_since), 15)
    say(f"{rest:.0f} s of silence")
    time.sleep(rest)
    used = (cpu(services.values()) - before) / (time.monotonic() - begun)
    sizes = {name: memory(pid) / 1024 for name, pid in services.items()}
    split = ", ".join(f"{name} {size:.1f}" for name, size in sizes.items())
    total = sum(sizes.values())
    return [
        Row("memory of the seven services, idle: PSS", f"{total:.0f} MiB", "–", 160, figure=total, most=True, unit="MiB", note=split),
        Row("CPU of the seven services, idle", f"{used * 100:.2f} % of a core", "–", 1, figure=used * 100, most=True, unit="%"),
    ]
