from typing import ClassVar

from django.db import migrations

# Koreans look names up by first consonants: ㄱㅁㅅ for 김민수. A folded name has them before its vowels; silent ㅇ is written.
FUNCTION = """
CREATE FUNCTION people_initials(fold text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT regexp_replace(fold, '[ㄱ-ㅎ](?![ㅏ-ㅣ])|[ㅏ-ㅣ]|[^ㄱ-ㅣ]', '', 'g')
$$
"""
# Only names that begin in Hangul are in the index: others come before ㄱ, and cost nothing.
INDEX = """
CREATE INDEX {table}_initials ON people_{table} ((people_initials(name_fold)) COLLATE "C")
WHERE name_fold >= 'ㄱ' COLLATE "C" AND archived_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_unread_numbers")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION people_initials(text)"),
        migrations.RunSQL(INDEX.format(table="person"), "DROP INDEX person_initials"),
        migrations.RunSQL(INDEX.format(table="company"), "DROP INDEX company_initials"),
    ]
