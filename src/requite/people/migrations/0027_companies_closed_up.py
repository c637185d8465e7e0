from typing import ClassVar

from django.db import migrations

# As `fold_company` writes it. No trigger follows a company's folded name.
CLOSE = r"""
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE people_company DISABLE TRIGGER USER;
UPDATE people_company SET name_fold = regexp_replace(name_fold, ' (?=[ㄱ-ㅣ])', '', 'g') WHERE name_fold ~ ' [ㄱ-ㅣ]';
ALTER TABLE people_company ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    """한빛 상사 and 한빛상사 are one name: blanks before Hangul are written or left out as one likes."""

    dependencies: ClassVar = [("people", "0026_places_of_companies")]
    operations: ClassVar = [migrations.RunSQL(CLOSE, migrations.RunSQL.noop)]
