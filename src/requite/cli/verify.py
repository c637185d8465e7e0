"""`requite verify`: proves that the tallies are the numbers they stand for; `--mend` counts them anew."""

from __future__ import annotations

import os
from collections.abc import Sequence

import django


def run(argv: Sequence[str]) -> int:
    """Prints each difference; 0 when there is none, or when they were mended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from requite.deals import tallies  # noqa: PLC0415 - needs Django set up
    from requite.insight.plans import verify  # noqa: PLC0415
    from requite.work import tallies as steps  # noqa: PLC0415

    found = [*verify.verify(), *tallies.verify(), *steps.verify()]
    for line in found:
        print(line)
    if found and "--mend" in argv:
        verify.recount()
        tallies.recount()
        steps.recount()
        print("The tallies were counted anew.")
        return 0
    print("Every tally is the number it stands for." if not found else f"{len(found)} differences.")
    return 1 if found else 0
