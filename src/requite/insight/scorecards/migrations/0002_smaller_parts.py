"""Bonuses keep the decimals of their currency: some have three or four."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("scorecards", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="close", name="bonus", field=models.DecimalField(decimal_places=4, max_digits=20, null=True)
        ),
    ]
