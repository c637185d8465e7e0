from django.db import migrations, models


class Migration(migrations.Migration):
    """What a user did in a week is read by the user, and not out of what everybody did in it."""

    dependencies = [("adoption", "0008_debts_of_user")]
    operations = [
        migrations.AddIndex(
            "written", models.Index(fields=["user_id", "day"], include=["what", "n"], name="written_of_user")
        ),
    ]
