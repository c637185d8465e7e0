from django.db import migrations

from requite.quality.seeding import seed, unseed
from requite.work.requirements import CALL, MEETING

SHIPPED = [
    ("agreed", "reached"),
    ("talked", "reached"),
    ("call_back", "to_do"),
    ("refused", "reached"),
    ("no_answer", "not_reached"),
    ("busy", "not_reached"),
    ("wrong_number", "wrong_number"),
]


def add(apps, schema_editor):
    status = apps.get_model("work", "CallStatus")
    status.objects.bulk_create(
        status(key=key, class_name=class_name, position=n) for n, (key, class_name) in enumerate(SHIPPED)
    )


def remove(apps, schema_editor):
    apps.get_model("work", "CallStatus").objects.exclude(key="").delete()


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("people", "0002_minimum_sets")]
    operations = [
        migrations.RunPython(add, remove),
        migrations.RunPython(seed(MEETING, CALL), unseed(MEETING, CALL)),
    ]
