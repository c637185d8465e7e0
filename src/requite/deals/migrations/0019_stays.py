from typing import ClassVar

from django.db import migrations, models
from django.db.models.expressions import RawSQL

# Every way in which a deal comes to another stage goes by here: moves, undo, stages that end. One that goes on where it
# was before, as if it had never left, takes the last stay up again.
KEEP = """
CREATE FUNCTION deals_keep_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stays -> -1 = jsonb_build_array(NEW.stage_id, NEW.entered_at) THEN
        NEW.stays := OLD.stays - -1;
        RETURN NEW;
    END IF;
    NEW.stays := OLD.stays || jsonb_build_array(jsonb_build_array(OLD.stage_id, OLD.entered_at));
    IF jsonb_array_length(NEW.stays) > 40 THEN
        NEW.stays := NEW.stays - 0;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deal_stay BEFORE UPDATE OF stage_id ON deals_deal FOR EACH ROW
WHEN (OLD.stage_id <> NEW.stage_id) EXECUTE FUNCTION deals_keep_stay();
"""
DROP = "DROP TRIGGER deal_stay ON deals_deal; DROP FUNCTION deals_keep_stay();"


class Migration(migrations.Migration):
    """When a deal came to the stages behind it."""

    dependencies: ClassVar = [("deals", "0018_owner_by_close")]
    operations: ClassVar = [
        migrations.AddField(
            "deal", "stays", models.JSONField(db_default=RawSQL("'[]'::jsonb", []), default=list, editable=False)
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
