import django.db.models.deletion
from django.db import migrations, models

TYPES = [
    ("text", "Text"), ("long", "Long text"), ("number", "Number"), ("money", "Money"), ("date", "Date"),
    ("time", "Date and time"), ("choice", "Choice"), ("choices", "Several choices"), ("flag", "Yes or no"),
    ("person", "Person"), ("company", "Company"), ("user", "Colleague"), ("link", "Link"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("fields", "0003_blanks")]
    operations = [
        migrations.AddField("field", "is_turning", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Conversion",
            fields=[
                (
                    "field",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                        serialize=False, to="fields.field",
                    ),
                ),
                ("type", models.CharField(choices=TYPES, max_length=10)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("options", models.JSONField(default=list)),
                ("actor_id", models.UUIDField(null=True)),
                ("upto", models.UUIDField()),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField()),
                ("has_failed", models.BooleanField(default=False)),
                (
                    "stage",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="fields.field"
                    ),
                ),
            ],
            options={"db_table": "fields_conversion"},
        ),
    ]
