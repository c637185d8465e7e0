from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Lists of deals and of people by the company's name walk the companies, archived ones too."""

    atomic = False
    dependencies: ClassVar = [("people", "0008_of_company")]
    operations: ClassVar = [
        *build_apart("company_in_order", "ON people_company (name_fold, id) INCLUDE (owner_id)"),
    ]
