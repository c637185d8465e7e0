"""`python -m requite.demo.generator`: fills the empty database of DATABASE_URL."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime

import django


def _say(name: str, took: float) -> None:
    print(f"{name:<28}{took:8.1f} s", flush=True)


def main() -> int:
    """Read the arguments, fill the database, say how long each step took."""
    parser = argparse.ArgumentParser(prog="python -m requite.demo.generator")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--companies", type=int, default=0, help="a fifth of the people by default")
    parser.add_argument("--deals", type=int, default=-1, help="three for ten people by default")
    parser.add_argument("--reps", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--at", type=datetime.fromisoformat, default=datetime.now(UTC), help="the moment it has reached"
    )
    parser.add_argument("--triggers", action="store_true", help="leave triggers and indexes on: slow")
    options = vars(parser.parse_args())
    triggers = options.pop("triggers")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from requite.demo.generator.run import Generator  # noqa: PLC0415
    from requite.demo.generator.size import Size  # noqa: PLC0415

    dsn = os.environ.get("DATABASE_URL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM identity_organisation)")
        taken = cursor.fetchone()[0]
    if not dsn or taken:
        print("Set DATABASE_URL to a migrated database that is empty.", file=sys.stderr)
        return 1
    began = time.monotonic()
    Generator(dsn=dsn, size=Size(**options), say=_say, triggers=triggers).run()
    print(f"{'all':<28}{time.monotonic() - began:8.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
