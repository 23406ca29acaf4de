"""Calls between services, beside libnats alone."""

from .measure import Meter, Row, pairs


def rows(ground, count, say):
    answering, calling = ground.load("answer"), ground.load("call")
    raw_answering, raw_calling = ground.raw("answer"), ground.raw("call")

    def side(answerer, caller, width):
        def window():
            meter = Meter({"caller": caller.pid, "answerer": answerer.pid, "nats": ground.nats})
            figures = caller.window(2, width)
            figures["cpu"] = sum(meter.read().values()) / figures["count"] * 1e6
            return figures
        return window

    say("one at a time")
    one = pairs(side(answering, calling, 1), side(raw_answering, raw_calling, 1), count, "p50", say)
    say("64 at once")
    many = pairs(side(answering, calling, 64), side(raw_answering, raw_calling, 64), count, "rate", say)
    ground.end_workers()
    return [
        Row("call, one at a time: p50", f"{one.median('ours', 'p50'):.0f} µs", f"libnats alone {one.median('reference', 'p50'):.0f} µs",
            1.6, one.ratio("p50"), most=True),
        Row("calls, 64 at once: rate", f"{many.median('ours', 'rate'):,.0f}/s", f"libnats alone {many.median('reference', 'rate'):,.0f}/s",
            0.6, many.ratio("rate")),
        Row("calls, 64 at once: CPU of caller, answerer and nats-server", f"{many.median('ours', 'cpu'):.0f} µs",
            f"libnats alone {many.median('reference', 'cpu'):.0f} µs", 2.5, many.ratio("cpu"), most=True),
    ]
