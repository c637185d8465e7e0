from typing import ClassVar

from django.db import migrations

from requite.deals.requirements import DEAL
from requite.quality.seeding import seed, unseed

# key, percent, colour, days after which a deal rots in it, whether the offer is out from here on
STAGES = (
    ("interest", 10, "grey", 14, False),
    ("needs", 25, "blue", 21, False),
    ("offer", 50, "teal", 14, True),
    ("negotiation", 70, "amber", 14, False),
    ("decision", 85, "green", 7, False),
)
REASONS = {
    "won": ("price", "product", "trust"),
    "lost": ("price", "product", "competitor", "no_budget", "no_answer", "not_now"),
}


def add(apps, schema_editor):
    pipeline = apps.get_model("deals", "Pipeline").objects.create(key="sales")
    stage = apps.get_model("deals", "Stage")
    stage.objects.bulk_create(
        stage(pipeline=pipeline, key=key, position=n, probability=percent, colour=colour, rot_days=days, is_offer=offer)
        for n, (key, percent, colour, days, offer) in enumerate(STAGES)
    )
    reason = apps.get_model("deals", "Reason")
    reason.objects.bulk_create(
        reason(key=key, state=state, position=n) for state, keys in REASONS.items() for n, key in enumerate(keys)
    )


def remove(apps, schema_editor):
    for name in ("Reason", "Stage", "Pipeline"):
        apps.get_model("deals", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0001_initial"), ("people", "0002_minimum_sets")]
    operations: ClassVar = [
        migrations.RunPython(add, remove),
        migrations.RunPython(seed(DEAL), unseed(DEAL)),
    ]
