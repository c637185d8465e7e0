from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import requite.kernel.ids

# A company's folded name without its legal form, signs and blanks, by which doubles are looked for. Hangul is folded to keys:
# 주식회사, (주), 유한회사, (유), 유한책임회사.
CORE = """
CREATE FUNCTION people_core(fold text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT replace(regexp_replace(regexp_replace(regexp_replace(fold,
        '\\(ㅈㅜ\\)|\\(ㅇㅠ\\)|ㅈㅜㅅㅣㄱㅎㅗㅣㅅㅏ|ㅇㅠㅎㅏㄴㅊㅐㄱㅇㅣㅁㅎㅗㅣㅅㅏ|ㅇㅠㅎㅏㄴㅎㅗㅣㅅㅏ', ' ', 'g'),
        '[],.;:''"«»“”„()&/_+[-]+', ' ', 'g'),
        '(^| )(inc|incorporated|ltd|limited|llc|co|corp|corporation|company|plc|gmbh|ag|ооо|оао|зао|пао|ао|ип)(?= |$)', ' ', 'g'),
        ' ', '')
$$
"""


class Migration(migrations.Migration):
    """Which records may be the same, and how much each is worth less for it."""

    dependencies: ClassVar = [("people", "0018_by_given_name"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("kind", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("upto", models.UUIDField(blank=True, null=True)),
            ],
            options={"db_table": "people_look"},
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=8)),
                ("first_id", models.UUIDField()),
                ("second_id", models.UUIDField()),
                ("probability", models.FloatField()),
                ("signs", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None)),
                ("found_at", models.DateTimeField()),
                ("counts_at", models.DateTimeField()),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("apart_at", models.DateTimeField(blank=True, null=True)),
                (
                    "apart_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "people_candidate",
                "indexes": [
                    models.Index(fields=["second_id"], name="candidate_of_second"),
                    models.Index(
                        condition=models.Q(("apart_at__isnull", True)), fields=["kind", "-probability", "-id"],
                        name="candidate_open",
                    ),
                    models.Index(
                        condition=models.Q(("apart_at__isnull", True), ("counted_at__isnull", True)), fields=["counts_at"],
                        name="candidate_to_count",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("first_id"), models.F("second_id"), name="two_records_are_one_candidate"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_id__lt", models.F("second_id"))), name="a_candidate_is_of_two"
                    ),
                ],
            },
        ),
        migrations.AddField("person", "doubt", models.FloatField(blank=True, null=True)),
        migrations.AddField("company", "doubt", models.FloatField(blank=True, null=True)),
        migrations.RunSQL(CORE, "DROP FUNCTION people_core(text)"),
    ]
