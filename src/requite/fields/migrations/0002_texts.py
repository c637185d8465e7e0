from django.db import migrations

# Filters "is" and orders go along value_line, "contains" along value_words.
UP = """
CREATE INDEX value_line ON fields_value (field_id, lower("left"(text, 100)), record_id) WHERE text IS NOT NULL;
CREATE INDEX value_words ON fields_value USING gin (lower(text) gin_trgm_ops) WHERE text IS NOT NULL;
ALTER TABLE fields_value ADD CONSTRAINT a_value_is_of_one_type CHECK (num_nonnulls(text, number, day, moment, ref) = 1);
"""
DOWN = """
ALTER TABLE fields_value DROP CONSTRAINT a_value_is_of_one_type;
DROP INDEX value_words;
DROP INDEX value_line;
"""


class Migration(migrations.Migration):
    dependencies = [("fields", "0001_initial"), ("journal", "0001_journal")]
    operations = [migrations.RunSQL(UP, DOWN)]
