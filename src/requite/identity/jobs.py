"""Mails about log-ins, and what begins the night's work."""

import logging
from datetime import UTC, datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext, override
from procrastinate.contrib.django import app

from requite.identity.models import Organisation, User
from requite.identity.nights import begin_due

log = logging.getLogger("requite.identity")


@app.task(name="requite.identity.send_password_link", retry=5)
def send_password_link(user_id: str) -> None:
    """Mail the user a link that sets a new password. The link is made here, so that no queue ever holds it.

    It starts with the company's own address: nothing of a request can reach it. Without one there is no mail.
    """
    user = User.objects.filter(id=UUID(user_id), is_active=True).first()
    company = Organisation.objects.first()
    if user is None or company is None:
        return
    if not company.address:
        log.warning("no mail with a link: the company's settings hold no address of Requite")
        return
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    with override(user.language or company.language):
        subject = gettext("A new password for Requite")
        text = _text(company.name, f"{company.address}{path}")
    send_mail(subject, text, None, [user.email])


@app.periodic(cron="*/15 * * * *")
@app.task(name="requite.identity.begin_nights", queueing_lock="requite.identity.begin_nights", lock="requite.nights")
def begin_nights(timestamp: int) -> None:
    """Each quarter of an hour, since all time zones lie by quarters of an hour apart."""
    begin_due(at=datetime.fromtimestamp(timestamp, UTC))


def _text(company: str, link: str) -> str:
    parts = (
        gettext(
            "Somebody, most likely you, asked for a new password at %(company)s. Open this link to set it:"
        ),
        "%(link)s",
        gettext("It works once, for three days. If it wasn't you, do nothing: your password stays as it is."),
    )
    return "\n\n".join(parts) % {"company": company, "link": link}
