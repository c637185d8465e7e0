from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_organisation_fields_stamp")]
    operations = [
        migrations.AddField(
            model_name="organisation", name="quiet_days", field=models.IntegerField(db_default=60, default=60)
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(quiet_days__gte=1, quiet_days__lte=1000), name="a_customer_may_be_quiet_for_some_days"
            ),
        ),
    ]
