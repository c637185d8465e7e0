from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from requite.quality.models import NO_TEAMS


class Migration(migrations.Migration):
    """A line may be asked of some teams alone."""

    dependencies = [("quality", "0004_checks")]
    operations = [
        migrations.AddField(
            model, "teams", ArrayField(models.UUIDField(), blank=True, default=list, db_default=NO_TEAMS)
        )
        for model in ("requirement", "trial")
    ]
