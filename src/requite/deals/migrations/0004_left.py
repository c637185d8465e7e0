from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0003_closed")]
    operations: ClassVar = [
        migrations.AddField("deal", "left_stage_id", models.UUIDField(null=True)),
        migrations.AddField("deal", "left_entered_at", models.DateTimeField(null=True)),
    ]
