from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The four parts of the score, on the record. Without a value until it is judged anew: no row is written."""

    dependencies: ClassVar = [("people", "0013_asked")]
    operations: ClassVar = [
        migrations.AddField("person", "completeness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("person", "validity", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("person", "timeliness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("person", "uniqueness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("company", "completeness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("company", "validity", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("company", "timeliness", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddField("company", "uniqueness", models.SmallIntegerField(blank=True, null=True)),
    ]
