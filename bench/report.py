"""The one table of all measurements, with the targets beside."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench import pace
from bench.counter import Latency
from bench.database import Filling, Wanted
from bench.importing import Imported
from bench.kinds import LABELS, TARGETS
from bench.rates import Rates


@dataclass(slots=True)
class Results:
    """What was measured; a part that wasn't is None."""

    wanted: Wanted
    filling: Filling
    counts: dict[str, int] = field(default_factory=dict)
    rates: Rates | None = None
    tools: Rates | None = None
    imported: Imported | None = None
    latency: Latency | None = None
    repaint: tuple[float, float, int] | None = None
    memory: dict[str, float] = field(default_factory=dict)


Line = tuple[str, str, str]


def write(results: Results) -> str:
    """The report in Markdown."""
    lines = [
        f"# Measured on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "",
        (
            f"{results.counts.get('people', 0):,} people, {results.counts.get('deals', 0):,} deals,"
            f" {results.counts.get('activities', 0):,} activities,"
            f" {results.wanted.reps} reps. Load generator, web, worker, live, front and PostgreSQL share the cores."
        ),
        "",
        "| what | measured | target |",
        "|---|---|---|",
    ]
    lines += [f"| {what} | {measured} | {target} |" for what, measured, target in _lines(results)]
    wrong = {kind: number for rates in _all(results) for kind, number in rates.wrong.items()}
    if wrong:
        lines += ["", f"Answers other than 200: {wrong}"]
    lines += [
        "",
        "The filling, step by step: " + ", ".join(f"{k} {v:.0f} s" for k, v in results.filling.steps.items()),
    ]
    return "\n".join(lines) + "\n"


def _all(results: Results) -> list[Rates]:
    return [rates for rates in (results.rates, results.tools) if rates]


def _lines(results: Results) -> Iterator[Line]:
    size = f"{results.wanted.people:,} people with {results.wanted.activities:,} activities"
    yield f"generator: {size}", f"{results.filling.seconds:.0f} s", "≤ 600 s"
    for rates in _all(results):
        yield from _mixed(rates)
        yield from _alone(rates)
    if results.imported:
        yield from _imported(results.imported)
    if results.latency:
        one = results.latency
        yield (
            "counter: commit → hint, 200 streams",
            f"p50 {one.hint_p50:.0f} ms, p99 {one.hint_p99:.0f} ms",
            "",
        )
        yield (
            f"counter: commit → leader's numbers fetched ({one.samples} acts, {one.fetches:.0f} pages fetch each)",
            f"p50 {one.fetch_p50:.0f} ms, p99 {one.fetch_p99:.0f} ms",
            "p99 ≤ 150 ms",
        )
    if results.repaint:
        p50, p99, count = results.repaint
        yield (
            f"counter: commit → repaint in Chromium ({count} acts)",
            f"p50 {p50:.0f} ms, p99 {p99:.0f} ms",
            "p99 ≤ 150 ms",
        )
    if results.memory:
        parts = ", ".join(f"{name} {value:.0f}" for name, value in results.memory.items())
        both = results.memory.get("web", 0) + results.memory.get("worker", 0)
        yield f"idle memory, MB ({parts})", f"web + worker {both:.0f} MB", "≤ 400 MB"


def _mixed(rates: Rates) -> Iterator[Line]:
    for kind, one in rates.mixed.items():
        figures = (
            f"p50 {one['p50']:.1f}, p95 {one['p95']:.1f}, p99 {one['p99']:.1f} ms (n {one['count']:.0f})"
        )
        most = rates.mix.most_ms.get(kind, 50)
        yield f"{rates.mix.name}, 100/s open loop: {LABELS[kind]}", figures, f"p99 ≤ {most} ms"
    cores = f"{rates.python_share:.2f} web, {rates.database_share:.2f} PostgreSQL, {rates.client_share:.2f} generator"
    yield "… cores in use meanwhile", cores, ""
    if rates.pace:
        yield "… fixed pieces of Python meanwhile, at the median", pace.say(rates.pace), ""


def _alone(rates: Rates) -> Iterator[Line]:
    for kind, one in rates.alone.items():
        rate, python = TARGETS.get(kind, (None, None))
        label = f"alone, 16 connections: {LABELS[kind]}"
        yield (
            label,
            (
                f"{one.per_second:.0f}/s; Python {one.python_ms:.2f} ms, PostgreSQL {one.database_ms:.2f} ms,"
                f" generator {one.client_ms:.2f} ms; p50 {one.p50:.0f}, p99 {one.p99:.0f} ms"
            ),
            (f"Python ≤ {python} ms" if python else "") + (f", ≥ {rate}/s" if rate else ""),
        )
        if one.pace:
            yield "… the fixed pieces", pace.say(one.pace), ""
        if one.bare:
            yield (
                f"… its SQL by pgbench ({one.bare.statements:.0f} statements)",
                f"{one.bare.per_second:.0f}/s; PostgreSQL {one.bare.database_ms:.2f} ms",
                "",
            )


def _imported(one: Imported) -> Iterator[Line]:
    yield (
        f"import of {one.rows:,} rows ({one.made:,} new, {one.matched:,} matched, {one.refused:,} refused)",
        f"{one.seconds:.0f} s, {one.rows / one.seconds:,.0f} rows/s",
        "≤ 120 s" if one.rows >= 1_000_000 else "",
    )
    yield "… beside a bare COPY of the file", f"{one.copy_seconds:.1f} s: {one.ratio:.0f} times", ""
    yield "… memory of the worker", f"{one.memory_mb:.0f} MB (peak {one.peak_mb:.0f} MB)", "≤ 500 MB"
