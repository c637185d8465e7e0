"""A colleague chosen in a form: while one types, and as it is sent."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.kernel.legible import legible
from requite.web.colleagues import LONGEST, find_colleagues, is_called, name_colleague
from requite.web.doors import ActorRequest, door, sent
from requite.web.meant import find_meant
from requite.web.pages import part

MOST_MORE = 20
NOBODY = _("Choose a colleague of the list: nobody, or more than one, is called “%(name)s”.")

@door("GET", right="people.see")
def colleague_options(request: ActorRequest) -> HttpResponseBase:
    """Colleagues to choose from, for a combobox."""
    typed = request.GET.get("q", "")[:LONGEST]
    query, found = find_meant(request.actor, typed, lambda query: find_colleagues(request.actor, query))
    context = {"found": found, "query": query, "is_other": query != typed}
    return part(request, "search/colleague_options.html", context)


def sent_colleague(request: ActorRequest, name: str) -> str:
    """The colleague that a form names, by id, "" for nobody. Without script the field still holds whom the page came with:
    the name or address typed says who is meant.

    Raises Refused under the name where nobody, or more than one, is called so.
    """
    chosen = sent(request, name)
    if f"{name}_text" not in request.POST:
        return chosen  # a list
    text = sent(request, f"{name}_text")
    if not text or is_called(request.actor, chosen, text):
        return chosen if text else ""
    found = name_colleague(request.actor, text)
    if found is None:
        raise Refused(NOBODY % {"name": text[:80]}, field=name)
    return str(found)


def typed_colleagues(request: ActorRequest, name: str) -> list[tuple[str, str]]:
    """What stands in the fields `name`_more, in which colleagues are found one by one: the id, "" for none, and the text."""
    ids, texts = (request.POST.getlist(f"{name}_more{end}")[:MOST_MORE] for end in ("", "_text"))
    return [(id_, legible(text)) for id_, text in zip(ids, texts, strict=False) if id_ or text.strip()]


def sent_colleagues(request: ActorRequest, name: str) -> list[UUID]:
    """The colleagues ticked, and those found one by one. Raises Refused under the name where a text names nobody."""
    found = [parse_id(text) for text in request.POST.getlist(name)]
    for id_, text in typed_colleagues(request, name):
        chosen = parse_id(id_) if is_called(request.actor, id_, text) else name_colleague(request.actor, text)
        if chosen is None:
            raise Refused(NOBODY % {"name": text[:80]}, field=name)
        found.append(chosen)
    return list(dict.fromkeys(one for one in found if one))
