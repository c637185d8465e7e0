"""The demo's mailbox: mails that went out while no mail server is set, as text and as HTML. Outside a demo there is none."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.config.environment import ENVIRONMENT
from requite.insight.adoption.access import DIGEST
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.models import Digest
from requite.kernel.errors import NotAllowed
from requite.web.doors import ActorRequest, door
from requite.web.mails.digest import digest_message
from requite.web.mails.letter import STYLE
from requite.web.middleware.security import POLICY
from requite.web.pages import render

MOST = 100
END = b"\n" + b"-" * 79 + b"\n"
LARGEST = 1_000_000
# The mail's own few styles by their checksum, and nothing else: no script, no picture, no form, no address of ours.
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
FRAME_POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True, slots=True)
class DemoMail:
    """A mail of the demo; `key` names its file."""

    key: str
    subject: str
    to: str
    at: datetime | None
    text: str
    html: str


@door("GET", "POST")
def demo_mail(request: ActorRequest) -> HttpResponseBase:
    """The mails of the demo, newest first, and the one that is open (`mail`): its text, or its HTML in a frame (`as`).

    POST sends the reader's own digest there, without waiting for Monday.
    """
    _demand_demo()
    if request.method == "POST":
        return _send(request)
    found = [mail for mail in map(_read, _files()) if mail]
    chosen = next((mail for mail in found if mail.key == request.GET.get("mail")), found[0] if found else None)
    response = render(request, "demo/mail.html", {
        "mails": found, "chosen": chosen, "as_html": request.GET.get("as") == "html",
    })  # fmt: skip
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=request.nonce) + "; frame-src 'self'"
    return response


@door("GET")
def demo_mail_html(_request: ActorRequest, *, key: str) -> HttpResponseBase:
    """The HTML of a mail alone, for the frame: it may load, run and send nothing."""
    _demand_demo()
    path = next((path for path in _files() if path.stem == key), None)
    mail = _read(path) if path else None
    if mail is None or not mail.html:
        raise Http404
    answer = HttpResponse(mail.html)
    answer.headers["Content-Security-Policy"] = FRAME_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _send(request: ActorRequest) -> HttpResponseBase:
    """Nothing of it goes out, so that its links may begin where this request came to."""
    actor = request.actor
    if not actor.has(DIGEST):
        raise NotAllowed
    week = week_of(request.now.astimezone(actor.zone).date())
    address = f"{request.scheme}://{request.get_host()}"
    digest_message(actor=actor, digest=Digest(user_id=actor.me, week=week), at=request.now, address=address).send()
    return HttpResponseRedirect(reverse("demo_mail"))


def _demand_demo() -> None:
    if not ENVIRONMENT.demo:
        raise Http404


def _files() -> list[Path]:
    """The files of the mails, newest first; none where mails go out by a server."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return []
    return sorted(Path(folder).glob("*.log"), key=lambda path: path.name, reverse=True)[:MOST]


def _read(path: Path) -> DemoMail | None:
    """The mail of a file, as Django's backend writes it: None for one that can't be read, or is being written."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST).partition(END)[0]
    except OSError:
        return None
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message["To"]:
        return None
    return DemoMail(
        key=path.stem, subject=str(message["Subject"] or _("without a subject")), to=str(message["To"]),
        at=_date(message), text=_body(message, "plain"), html=_body(message, "html"),
    )  # fmt: skip


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    try:
        return str(part.get_content()) if part else ""
    except (LookupError, ValueError):
        return ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
