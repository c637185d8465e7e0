from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_awaited")]
    operations = [
        migrations.AddField(model_name="import", name="stayed", field=models.IntegerField(blank=True, null=True)),
    ]
