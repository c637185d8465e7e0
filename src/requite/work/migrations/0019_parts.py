from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The four parts of the score, on the record. Without a value until it is judged anew: no row is written."""

    dependencies: ClassVar = [("work", "0018_asked")]
    operations: ClassVar = [
        migrations.AddField("activity", "completeness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("activity", "validity", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("activity", "timeliness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("activity", "uniqueness", models.SmallIntegerField(blank=True, null=True)),
    ]
