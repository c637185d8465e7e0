"""`python -m bench`: makes a company of the size asked for, and measures. The table goes to bench/out/report.md."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import base as bases
from bench.base import OUT

PARTS = ("generator", "mix", "alone", "import", "counter", "browser", "memory")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--activities", type=int, default=10_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the file that is imported")
    parser.add_argument("--seconds", type=float, default=20, help="of each load")
    parser.add_argument("--rate", type=int, default=100, help="requests a second of the mix")
    parser.add_argument("--quick", action="store_true", help="10,000 people, 100,000 activities, 5 s each")
    parser.add_argument("--keep", action="store_true", help="keep the company for the next run")
    parser.add_argument("--publish", action="store_true", help="write docs/scale.md too")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    if options.quick:
        options.people, options.activities, options.rows, options.seconds = 10_000, 100_000, 20_000, 5
    return options


def main() -> int:
    """Prepares, measures, reports."""
    options = _options()
    OUT.mkdir(parents=True, exist_ok=True)
    base = bases.prepare(people=options.people, activities=options.activities)
    try:
        os.environ |= {
            "DATABASE_URL": base.url,
            "REQUITE_VAR": str(OUT / "var"),
            "REQUITE_PREPARE": "0",
            "REQUITE_STATEMENT_TIMEOUT_MS": "0",
            "DJANGO_SETTINGS_MODULE": "requite.config.settings",
        }
        from bench import measuring  # noqa: PLC0415 - needs the settings

        text = measuring.run(base=base, options=options)
    finally:
        base.stop()
        if not options.keep and base.server is not None:
            bases.remove(options.people, options.activities)
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    report = f"# Scale\n\nMeasured {stamp} by `make bench`.\n\n{text}\n"
    print(report)
    (OUT / "report.md").write_text(report, encoding="utf-8")
    if options.publish:
        Path("docs/scale.md").write_text(report, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
