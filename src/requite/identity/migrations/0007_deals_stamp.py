from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0006_staff_stamps")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="deals_stamp",
            field=models.UUIDField(db_default=RandomUUID(), editable=False),
        ),
    ]
