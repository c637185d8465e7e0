import django.db.models.deletion
from django.db import migrations, models

CASCADE = django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    dependencies = [("fields", "0002_texts")]
    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "field",
                    models.OneToOneField(
                        on_delete=CASCADE, primary_key=True, related_name="+", serialize=False, to="fields.field"
                    ),
                ),
                ("upto", models.UUIDField(null=True)),
            ],
            options={"db_table": "fields_survey"},
        ),
        migrations.CreateModel(
            name="Blank",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "field_id", "record_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_id", models.UUIDField()),
                (
                    "field",
                    models.ForeignKey(db_index=False, on_delete=CASCADE, related_name="+", to="fields.field"),
                ),
            ],
            options={"db_table": "fields_blank"},
        ),
    ]
