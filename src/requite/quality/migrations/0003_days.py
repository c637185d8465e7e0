from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0002_trials")]
    operations = [
        migrations.AddField("trial", "starts_at", models.DateTimeField(blank=True, null=True)),
    ]
