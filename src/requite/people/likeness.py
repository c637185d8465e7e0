"""How likely two records are of the same person or company: the log-odds of what agrees and what differs, added up.

    p = 1 / (1 + e^−(base + Σ weights))

The weights are what the signs are worth by experience, in the way of Fellegi and Sunter. There is no base of known doubles
yet by which they could be measured; how often somebody says "not the same" will tell.
"""

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal["person", "company"]
LEAST = 0.3  # below that two records are only alike, and nobody is asked
BASE = -1.5


class Signs(NamedTuple):
    """What two records have in common: True where it agrees, False where it differs, None where one of them lacks it.

    `company` is a person's, `number` a company's registration number. Phones and e-mails agree when one of them is shared.
    """

    phone: bool | None = None
    email: bool | None = None
    name: bool | None = None
    company: bool | None = None
    number: bool | None = None


# What speaks for it where it agrees, and against it where it differs. A number may be a switchboard's, a name anybody's.
WEIGHTS: Mapping[Kind, Mapping[str, tuple[float, float]]] = {
    "person": {"phone": (2.0, 1.0), "email": (3.0, 0.5), "name": (3.0, 3.0), "company": (1.0, 0.5)},
    "company": {"phone": (2.5, 2.5), "email": (1.5, 0.5), "name": (3.0, 3.0), "number": (6.0, 6.0)},
}


def probability(kind: Kind, signs: Signs) -> float:
    """How likely the two are one, in [0, 1]."""
    odds = BASE
    for name, (agrees, differs) in WEIGHTS[kind].items():
        sign = getattr(signs, name)
        if sign is not None:
            odds += agrees if sign else -differs
    return 1 / (1 + math.exp(-odds))
