from django.db import migrations, models


class Migration(migrations.Migration):
    """A rep's own debts of a week are read by the rep, and not out of all of that week."""

    dependencies = [("adoption", "0007_looked")]
    operations = [
        migrations.AddIndex("debtmove", models.Index(fields=["user_id", "day", "id"], name="debts_of_user")),
    ]
