"""What tests of imports do: hand a file in, map it, and let it come in as the worker does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from testing.asserts import text
from testing.cast import NOW

from requite.identity.access import find_actor
from requite.intake.actions.resolve_rows import claim_import
from requite.intake.jobs import land_import
from requite.intake.models import Import
from requite.web.tests.cast import once

ROWS = "Family name,Given name,Company,Phone\nSeo,Hana,Sejong,010-8273-4615\nMoon,Jin,Sejong,010-8273-4616\n"


def hand_in(client, content, name="list.csv", **form):
    content = content.encode() if isinstance(content, str) else content
    form = {"file": SimpleUploadedFile(name, content), "once": once(), **form}
    return client.post("/imports/new/", form)


def handed(client, content, **form):
    answer = hand_in(client, content, **form)
    assert answer.status_code == 302, text(answer)
    return Import.objects.get(id=answer.url.split("/")[2])


def at(found, name="import"):
    return reverse(name, kwargs={"id": found.id})


def land(found):
    """What the worker does."""
    found.refresh_from_db()
    claim = claim_import(at=NOW, import_id=found.id)
    assert land_import(actor=find_actor(user_id=found.owner_id, via="import"), claim=claim)
    found.refresh_from_db()
    return found


def mapped(found, **values):
    columns = {f"column-{n}": column or "" for n, column in enumerate(found.columns)}
    return {**columns, "country": "KR", "source": "import", "closed": "archive", "tags": "", **values}
