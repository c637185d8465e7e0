"""Advisory locks: who holds one is alone with it until the end of the transaction. Each has a number of its own, here."""

from enum import IntEnum, unique

from requite.kernel.reading import run

ALONE = "SELECT pg_advisory_xact_lock(%(number)s)"
BY_KEY = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, %(number)s))"


@unique
class Lock(IntEnum):
    """What only one transaction at a time may do. Triggers and migrations name the first ones by number."""

    TALLIES = 7203  # triggers of insight.plans: by rep and day, and as the first of two numbers
    DAYS_OF_QUALITY = 7204
    USE_OF_DAYS = 7205
    DRAWS = 7206
    PLANS = 7207
    CARDS = 7208
    PRODUCTS = 7209
    CONTENTS = 7210
    MANY_REGISTERED = 7211
    DEMO = 7212
    TEAMS = 7213


def hold(lock: Lock, key: str = "") -> None:
    """Wait until nobody else holds it (of that key), and hold it until the transaction ends."""
    run(BY_KEY if key else ALONE, {"number": int(lock), "key": key} if key else {"number": int(lock)})
