import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fields", "0004_conversions")]
    operations = [
        migrations.AddField(
            model_name="field",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="field",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("company", "Company"),
                    ("deal", "Deal"),
                    ("activity", "Activity"),
                ],
                max_length=20,
            ),
        ),
    ]
