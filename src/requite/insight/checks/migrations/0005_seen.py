"""What was found before is known: only what is said from now on is told."""

from django.db import migrations, models
from django.db.models import Q

KNOWN = "UPDATE checks_check SET seen_at = greatest(judged_at, second_at) WHERE judged_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("checks", "0004_proofs")]
    operations = [
        migrations.AddField(
            model_name="check", name="seen_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                fields=["user"], condition=Q(answered_at__isnull=False) | Q(verdict="made_up"), name="check_told_of"
            ),
        ),
    ]
