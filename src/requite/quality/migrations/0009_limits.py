from django.db import migrations, models

from requite.quality.models import NONE


class Migration(migrations.Migration):
    """A line may say more of its value: how long it is, from where to where it goes, which of the choices it is."""

    dependencies = [("quality", "0008_proofs")]
    operations = [
        migrations.AddField(model, "limits", models.JSONField(blank=True, default=dict, db_default=NONE))
        for model in ("requirement", "trial")
    ]
