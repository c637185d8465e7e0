from typing import ClassVar

from django.db import migrations, models

import requite.kernel.ids

# Rules bring to the engine what is overused: what changes that renews their stamp, too.
STAMP = """
CREATE TRIGGER rules_stamp AFTER INSERT OR DELETE OR UPDATE OF is_over ON quality_overused
    FOR EACH STATEMENT EXECUTE FUNCTION quality_rules_changed();
"""


class Migration(migrations.Migration):
    """Words that somebody has on too many of their records."""

    dependencies: ClassVar = [("quality", "0013_rules_stamp")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Overused",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("field", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=32)),
                ("found_at", models.DateTimeField()),
                ("is_over", models.BooleanField(default=True)),
                ("is_settled", models.BooleanField(default=False)),
            ],
            options={"db_table": "quality_overused"},
        ),
        migrations.AddConstraint(
            model_name="overused",
            constraint=models.UniqueConstraint(fields=("owner_id", "kind", "field", "key"), name="words_are_overused_once"),
        ),
        migrations.RunSQL(STAMP, "DROP TRIGGER rules_stamp ON quality_overused"),
    ]
