from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_days")]
    operations = [
        migrations.AddField(
            "trial", "check_name", models.CharField(blank=True, db_column="check", default="", max_length=20), preserve_default=False
        ),
    ]
