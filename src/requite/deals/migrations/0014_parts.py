from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The four parts of the score, on the record. Without a value until it is judged anew: no row is written."""

    dependencies: ClassVar = [("deals", "0013_asked")]
    operations: ClassVar = [
        migrations.AddField("deal", "completeness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("deal", "validity", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("deal", "timeliness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("deal", "uniqueness", models.SmallIntegerField(blank=True, null=True)),
    ]
