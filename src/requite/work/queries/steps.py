"""What is still to be done with a company, over all its people."""

from uuid import UUID

from django.db import connection

from requite.kernel.actor import Actor
from requite.work.queries.timeline import COLUMNS, JOINS, ActivityShape, shape

STEPS = 8


def list_steps_of_company(*, actor: Actor, company_id: UUID, limit: int = STEPS) -> list[ActivityShape]:
    """Open activities with people of the company, the longest due first; one more than `limit` for more.

    The caller has authorised the company. Activities of owners beyond the reader's work right are left out.
    """
    owners = actor.owners("work.see")
    if owners == ():
        return []
    seen = "" if owners is None else " AND owner_id = ANY(%(owners)s)"
    sql = f"""
    SELECT {COLUMNS} FROM (
        SELECT * FROM work_activity WHERE company_id = %(company)s AND state IN ('to_do', 'planned')
        AND retracted_at IS NULL{seen} ORDER BY at, id LIMIT %(limit)s) a {JOINS} ORDER BY a.at, a.id
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, {"company": company_id, "owners": list(owners or ()), "limit": limit + 1})
        return [shape(actor, row) for row in cursor.fetchall()]
