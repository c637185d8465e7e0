from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("checks", "0002_by_time")]
    operations = [
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                fields=["drawn_at", "id"], condition=Q(verdict="") | Q(verdict="made_up", second_verdict=""),
                name="check_waiting_by_time",
            ),
        ),
    ]
