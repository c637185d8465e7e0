from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0007_deals_stamp")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="views_stamp",
            field=models.UUIDField(db_default=RandomUUID(), editable=False),
        ),
    ]
