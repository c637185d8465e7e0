"""Made-up companies: one to try Requite with, one of any size to measure it."""

from datetime import UTC, datetime

from requite.demo.cast import LOGINS, Login

__all__ = ["LOGINS", "load"]


def load(at: datetime | None = None) -> list[Login] | None:
    """Load the demo company as it stands at `at` (now by default) and return its log-ins.

    None, and nothing is touched, where there is a company already.
    """
    from requite.demo.company import load_company  # noqa: PLC0415 - needs Django set up; the log-ins don't

    return list(LOGINS) if load_company(at=at or datetime.now(UTC)) else None
