from django.db import migrations

from requite.people.requirements import COMPANY, PERSON
from requite.quality.seeding import seed, unseed


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("quality", "0001_initial")]
    operations = [migrations.RunPython(seed(PERSON, COMPANY), unseed(PERSON, COMPANY))]
