"""Files: the card of a record, a file's own page, attaching, removing."""

from typing import Any, BinaryIO, cast

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.files import access
from requite.files.access import Subject
from requite.files.actions.attach_file import attach_file
from requite.files.actions.retract_file import restore_file, retract_file
from requite.files.models import File
from requite.kernel.errors import Refused
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import html, is_fragment, part, render
from requite.web.screens.files_cards import FilesCard, Said, card_of
from requite.web.toasts import with_toast
from requite.web.uploads import refused_uploads

RIGHT = "people.see"  # every role's; the record says the rest
CARD = "files/card.html"


@door("GET", "POST", right=RIGHT)
def record_files(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """The files of a record: the list for live, or (`after`) its next lines; POST attaches what was sent."""
    actor = request.actor
    subject = access.see_record(actor=actor, kind=access.parse_kind(kind), record_id=id_of(id))
    if request.method == "GET":
        after = request.GET.get("after", "")
        context: dict[str, Any] = {"files": card_of(actor, subject, after=after)}
        if is_fragment(request):
            return part(request, "files/rows.html" if after else "files/list.html", context)
        return render(request, "files/files.html", {**context, "back": back_to(subject)}, topics=subject.topics)
    said, count = _attach(request, subject)
    refused = any(tone == "behind" for tone, _text in said)
    if is_fragment(request) or refused:
        context = {"files": card_of(actor, subject, said=said), "back": back_to(subject)}
        status = 422 if refused and not count else 200
        return render(request, "files/files.html", context, fragment=CARD, status=status, topics=subject.topics)
    text = " ".join(str(text) for _tone, text in said) or _("Attached.")
    return with_toast(request, HttpResponseRedirect(back_to(subject)), text)


def _attach(request: ActorRequest, subject: Subject) -> tuple[list[Said], int]:
    """Attach each file that was sent; what has to be said of them, and how many are there now."""
    said: list[Said] = []
    count = 0
    sent = [file for name in ("files", "photo") for file in request.FILES.getlist(name)]
    for file in sent:
        try:
            done = attach_file(
                actor=request.actor, at=request.now, kind=subject.kind, record_id=subject.id,
                stream=cast(BinaryIO, file.file), name=file.name or "", size=file.size or 0,
            )  # fmt: skip
        except Refused as refusal:
            said += [("behind", text) for text in refusal.errors.values()]
            continue
        count += 1
        said += [("near", done.say)] if done.say else []
    said += [("behind", text) for text in refused_uploads(request)]
    if not said and not count:
        access.demand_edit(actor=request.actor, subject=subject)
        said.append(("behind", _("Choose a file first.")))
    return said, count


def back_to(subject: Subject) -> str:
    """The page of the record."""
    return reverse(subject.kind, kwargs={"id": subject.id})


@door("GET", right=RIGHT)
def file(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A file's own page, or its panel: what can be shown of it, who attached it and when."""
    found = access.see_file(actor=request.actor, file_id=id_of(id))
    subject = access.see_record(actor=request.actor, kind=found.kind, record_id=found.record_id)
    context: dict[str, Any] = {
        "file": found,
        "content": found.content,
        "back": back_to(subject),
        "may_edit": access.can_edit(actor=request.actor, subject=subject),
    }
    return render(request, "files/file.html", context, fragment="files/peek.html", topics=subject.topics)


@door("POST", right=RIGHT)
def file_removal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take a file off its record."""
    found = retract_file(actor=request.actor, at=request.now, file_id=id_of(id))
    return _moved(request, found, _("Removed: %(name)s") % {"name": found.name}, "file_restoration")


@door("POST", right=RIGHT)
def file_restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo `file_removal`."""
    found = restore_file(actor=request.actor, at=request.now, file_id=id_of(id))
    return _moved(request, found, _("It is back: %(name)s") % {"name": found.name})


def _moved(request: ActorRequest, found: File, text: str, undo: str = "") -> HttpResponseBase:
    """The card as it stands, beside whatever the act's own place shows."""
    subject = access.see_record(actor=request.actor, kind=found.kind, record_id=found.record_id)
    address = reverse(undo, kwargs={"id": found.id}) if undo else ""
    if not is_fragment(request):
        return with_toast(request, HttpResponseRedirect(back_to(subject)), text, undo=address)
    card: FilesCard = card_of(request.actor, subject)
    response = HttpResponse(html(request, "files/list.html", {"files": card, "oob": True}))
    return with_toast(request, response, text, undo=address)
