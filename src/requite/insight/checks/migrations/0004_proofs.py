from typing import ClassVar

from django.db import migrations

FILL = """
INSERT INTO quality_proof (record_id, source, kind, at)
SELECT record_id, 'check', stratum, CASE WHEN second_verdict <> '' THEN second_at ELSE judged_at END
FROM checks_check WHERE stratum IN ('person', 'company', 'deal')
    AND coalesce(nullif(second_verdict, ''), verdict) = 'confirmed'
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """What was found to be so before proves its record."""

    dependencies: ClassVar = [("checks", "0003_waiting_by_time"), ("quality", "0008_proofs")]
    operations: ClassVar = [migrations.RunSQL(FILL, "DELETE FROM quality_proof WHERE source = 'check'")]
