"""The parts of a run, in order, and the text of its report."""

import argparse
import os
from collections.abc import Callable

import django

django.setup()

from bench import browser, cases, counters, imports, loads, process, report, running, statements  # noqa: E402
from bench.base import Base, sizes  # noqa: E402
from bench.loads import Times, percentile  # noqa: E402
from bench.report import Line, below  # noqa: E402

# What one request may take of Python, in ms, and how many a second there should be.
GOALS = {
    "Today": (6.0, 0),
    "People list": (3.0, 500),
    "person page": (4.0, 350),
    "search": (2.5, 0),
    "log a call": (4.0, 400),
}
SLOWEST_MS = 50.0


def run(*, base: Base, options: argparse.Namespace) -> str:
    """Measures what was asked for; the report's Markdown."""
    people, activities = sizes(base.url)
    texts = [
        f"A company of {people:,} people and {activities:,} activities; {os.cpu_count()} cores shared by all parts, the"
        f" database and the load itself; load average before: {process.load()}."
    ]
    found: list[Line] = []
    if base.seconds is not None and "generator" in options.parts:
        found.append(below("Generator: a company of this size", base.seconds, 600, unit="s"))
    server = running.start(base)
    try:
        if "memory" in options.parts:
            found += _memory(server)
        cast = cases.gather()
        texts += _loads(server, base, cast, options, found)
        if "counter" in options.parts:
            found += _counter(server, base, cast, 50 if options.quick else 200)
        if "browser" in options.parts:
            found += _browser(server, base, cast)
    finally:
        server.stop()
    if "import" in options.parts:
        found += _import(base, options.rows)
    return "\n\n".join([texts[0], report.lines(found), *texts[1:], f"Load average after: {process.load()}."])


def _loads(
    server: running.Running, base: Base, cast: cases.Cast, options: argparse.Namespace, found: list[Line]
) -> list[str]:
    texts = []
    if "mix" in options.parts:
        say("mix")
        times = loads.mix(cast=cast, door=str(server.port), rate=options.rate, seconds=options.seconds)
        found += [below(f"Mix at {options.rate}/s: {one.name}, p99", one.p99, SLOWEST_MS, unit="ms") for one in times]
        texts += [f"## The mix of a working day, {options.rate} requests a second, through the front", _mix(times)]
    if "alone" in options.parts:
        rows = [_alone(server, base, cast, name, options.seconds, found) for name in cases.SHARES]
        head = ("", "requests/s", "p50", "p95", "p99", "Python", "PostgreSQL", "by pgbench", "failed")
        texts += ["## Each alone, sixteen connections to two web processes", report.table(rows, head)]
    return texts


def _alone(
    server: running.Running, base: Base, cast: cases.Cast, name: str, seconds: float, found: list[Line]
) -> tuple[str, ...]:
    say(f"{name} alone")
    one = loads.alone(running=server, cast=cast, name=name, postmaster=base.postmaster, seconds=seconds)
    bare = statements.replay(base=base, cast=cast, name=name, seconds=seconds)
    most, least = GOALS[name]
    found.append(below(f"{name}: Python for one", one.python_ms, most, unit="ms"))
    if least:
        reached = one.rate >= least
        found.append(Line(f"{name}: requests a second", f"{one.rate:,.0f}/s", f"≥ {least}/s", reached))
    pgbench = f"{bare.rate:,.0f}/s, {bare.cpu_ms:.2f} ms, {bare.count} statements"
    times = (f"{one.p50:.1f} ms", f"{one.p95:.1f} ms", f"{one.p99:.1f} ms")
    used = (f"{one.python_ms:.2f} ms", f"{one.postgres_ms:.2f} ms")
    return (name, f"{one.rate:,.0f}", *times, *used, pgbench, str(one.failed))


def _mix(times: list[Times]) -> str:
    rows = [
        (one.name, str(one.count), f"{one.p50:.1f} ms", f"{one.p95:.1f} ms", f"{one.p99:.1f} ms", str(one.failed))
        for one in times
    ]
    return report.table(rows, ("", "requests", "p50", "p95", "p99", "failed"))


def _memory(server: running.Running) -> list[Line]:
    parts = {name: process.memory(pids) for name, pids in server.parts().items()}
    each = ", ".join(f"{name} {pss:.0f}" for name, (pss, _) in parts.items())
    pss, rss = (sum(one[which] for one in parts.values()) for which in (0, 1))
    core = parts["web"][0] + parts["worker"][0]
    return [
        below("Idle memory of web and worker (PSS)", core, 400, unit="MB", extra=f" ({each})"),
        Line("Idle memory of all parts", f"{pss:.0f} MB PSS, {rss:.0f} MB RSS"),
    ]


def _counter(server: running.Running, base: Base, cast: cases.Cast, acts: int) -> list[Line]:
    say("counter")
    found = counters.measure(port=server.port, url=base.url, cast=cast, acts=acts)
    commit, click = ([percentile(times, share) for share in (0.5, 0.99)] for times in (found.from_commit, found.from_click))
    return [
        below(
            f"Counter elsewhere, {counters.STREAMS} streams: from the commit, p99",
            *(commit[1], 150),
            unit="ms",
            extra=f" (p50 {commit[0]:.0f})",
        ),
        Line("Counter elsewhere: from the click", f"p50 {click[0]:.0f} ms, p99 {click[1]:.0f} ms"),
    ]


def _browser(server: running.Running, base: Base, cast: cases.Cast) -> list[Line]:
    say("browser")
    times = browser.measure(port=server.port, url=base.url, cast=cast, acts=30)
    middle, most = percentile(times, 0.5), percentile(times, 1.0)
    extra = f" (p50 {middle:.0f}, {len(times)} of 30 seen)"
    return [below("Counter repainted in Chromium: from the commit, slowest", most, 150, unit="ms", extra=extra)]


def _import(base: Base, rows: int) -> list[Line]:
    say("import")
    one = imports.measure(base=base, rows=rows)
    imports.drop(base)
    limit = 120 * rows / 1_000_000
    counts = f" ({one.made:,} made, {one.refused:,} refused, {rows / one.seconds:,.0f} rows/s)"
    return [
        below(f"Import of {rows:,} rows", one.seconds, limit, unit="s", extra=counts),
        below("Import: peak memory", one.peak_mb, 500, unit="MB"),
        Line("Import: beside a bare COPY", f"{one.seconds / one.copy_seconds:.0f} × ({one.copy_seconds:.2f} s)"),
    ]


say: Callable[[str], None] = lambda text: print(f"… {text}", flush=True)  # noqa: E731
