"""By which version of its minimum set a record was judged.

No record carries it: what a judgement anew finds again isn't written. A record was judged when it was made, and by each
pass through its kind (`quality.models.Judging`): of one under way up to the record at which it is.
"""

from datetime import datetime
from typing import NamedTuple

from requite.quality.seeding import START

# Over the table of a room's statement: [number, day of that version, number of the version whose pass hasn't come to it].
JUDGED = """
(SELECT json_build_array(
    count(*) FILTER (WHERE d.day <= j.at), max(d.day) FILTER (WHERE d.day <= j.at), count(*) FILTER (WHERE d.day <= j.ahead))
 FROM (SELECT q.starts_at AS day FROM quality_requirement q
       WHERE q.kind = {kind} AND (q.ends_at IS NULL OR q.ends_at > q.starts_at)
       UNION SELECT q.ends_at FROM quality_requirement q WHERE q.kind = {kind} AND q.ends_at > q.starts_at) d,
      (SELECT greatest({record}.made_at, max(n.settled_at),
                  max(n.at) FILTER (WHERE n.ended_at IS NULL AND n.upto >= {record}.id)) AS at,
              max(n.at) FILTER (WHERE n.ended_at IS NULL AND (n.upto >= {record}.id) IS NOT TRUE) AS ahead
       FROM quality_judging n WHERE n.kind = {kind}) j)
"""


class Judged(NamedTuple):
    """The version's number and from when it has been in force, None for what shipped.

    `ahead` is the number of a newer one by which the record is about to be judged, None where there is none.
    """

    number: int
    starts_at: datetime | None
    ahead: int | None


def read_judged(found: list[object] | None) -> Judged | None:
    """What `JUDGED` gives; None for a kind that has no versions."""
    if not found or not found[0]:
        return None
    number, day, ahead = int(str(found[0])), datetime.fromisoformat(str(found[1])), int(str(found[2]))
    return Judged(number, day if day > START else None, ahead if ahead > number else None)
