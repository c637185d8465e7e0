from django.db import migrations

# One row: the bytes of all contents. Contents come in one at a time (attach_file), so its lock makes nobody wait longer.
MAKE = """
CREATE TABLE files_room (is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one), kept bigint NOT NULL);
INSERT INTO files_room (kept) SELECT coalesce(sum(size), 0) FROM files_content;

CREATE FUNCTION files_room_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE files_room SET kept = 0;
    ELSIF TG_OP = 'INSERT' THEN
        UPDATE files_room SET kept = kept + (SELECT coalesce(sum(size), 0) FROM fresh);
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE files_room SET kept = kept - (SELECT coalesce(sum(size), 0) FROM gone);
    ELSE
        UPDATE files_room SET kept = kept + (SELECT coalesce(sum(size), 0) FROM fresh)
            - (SELECT coalesce(sum(size), 0) FROM gone);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER room_insert AFTER INSERT ON files_content REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION files_room_moved();
CREATE TRIGGER room_update AFTER UPDATE ON files_content REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION files_room_moved();
CREATE TRIGGER room_delete AFTER DELETE ON files_content REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION files_room_moved();
CREATE TRIGGER room_truncate AFTER TRUNCATE ON files_content
    FOR EACH STATEMENT EXECUTE FUNCTION files_room_moved();
"""
UNDO = """
DROP TRIGGER room_insert ON files_content;
DROP TRIGGER room_update ON files_content;
DROP TRIGGER room_delete ON files_content;
DROP TRIGGER room_truncate ON files_content;
DROP FUNCTION files_room_moved();
DROP TABLE files_room;
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0001_files")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
