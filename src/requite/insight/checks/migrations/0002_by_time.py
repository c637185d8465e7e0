from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="check", index=models.Index(fields=["-drawn_at", "-id"], name="check_by_time"),
        ),
    ]
