"""A file read in another way than it was understood, where that was wrong."""

from __future__ import annotations

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.intake import access
from requite.intake.actions.reread_import import reread_import
from requite.kernel.errors import Refused
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.pages import render
from requite.web.screens.imports import RIGHT, correct, refused_context
from requite.web.screens.imports_words import reading_context
from requite.web.toasts import with_toast


@door("POST", right=RIGHT)
def reading(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Read the file in another encoding, or cut by another separator; what the form says beside it is kept."""
    import_id = id_of(id)
    found = access.see_import(actor=request.actor, import_id=import_id)
    encoding, separator = sent(request, "encoding"), sent(request, "separator")
    if found.is_open and "column-0" in request.POST:
        correct(request, import_id)  # what is wrong in the mapping is said once it is to come in
    try:
        reread_import(
            actor=request.actor, at=request.now, import_id=import_id, encoding=encoding, separator=separator
        )
    except Refused as refusal:
        errors = {name: str(text) for name, text in refusal.errors.items()}
        context = refused_context(request, import_id, errors)
        if found.is_open:
            context |= reading_context(found.layout, encoding=encoding, separator=separator) | {"reads_anew": True}
        return render(request, "imports/import.html", context, status=422, topics=[f"import:{import_id}"])
    answer = HttpResponseRedirect(reverse("import", kwargs={"id": import_id}))
    return with_toast(request, answer, _("The file is read anew."))
