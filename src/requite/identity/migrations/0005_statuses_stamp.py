from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_quiet_days")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="statuses_stamp",
            field=models.UUIDField(db_default=RandomUUID(), editable=False),
        ),
    ]
