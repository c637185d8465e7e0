"""Records that a form chooses by name: what their fields show again, and what was typed but not chosen."""

from django.utils.translation import gettext as _

from requite.deals.access import see_deal
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.ids import parse_id
from requite.people.access import see_company, see_person
from requite.web.doors import ActorRequest, sent
from requite.web.screens.names import full


def texts_of(request: ActorRequest, typed: dict[str, str], *names: str) -> dict[str, str]:
    """By `<name>_text` what the fields person, company or deal show: the chosen record's name, else what was typed."""
    return {
        f"{name}_text": _name(request, typed.get(name, ""), name) or sent(request, f"{name}_text")
        for name in names
    }


def refuse_unchosen(request: ActorRequest, *names: str) -> None:
    """Raise Refused where something was typed and nothing chosen: it would be lost without a word."""
    missed = [name for name in names if sent(request, f"{name}_text") and not sent(request, name)]
    if missed:
        raise Refused(errors=dict.fromkeys(missed, _("Choose one of the list, or leave it blank.")))


def _name(request: ActorRequest, text: str, kind: str) -> str:
    record_id = parse_id(text)
    if record_id is None:
        return ""
    try:
        if kind == "person":
            person = see_person(actor=request.actor, person_id=record_id)
            return full(person.family_name, person.given_name)
        if kind == "company":
            return see_company(actor=request.actor, company_id=record_id).name
        return see_deal(actor=request.actor, deal_id=record_id).title
    except NotVisible:
        return ""
