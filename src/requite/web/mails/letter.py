"""A letter: parts of lines, each line perhaps with a link; as plain text that reads by itself, and as HTML beside it."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from textwrap import fill

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from markupsafe import Markup

from requite.kernel.dates import language
from requite.kernel.legible import legible
from requite.web.environment import spoken

WIDTH = 76
STYLE = (
    "body{margin:0;font:16px/1.5 system-ui,sans-serif}.letter{max-width:600px;margin:0 auto;padding:24px 16px}"
    "h2{font-size:17px;margin:24px 0 8px}ul{margin:0;padding-left:20px}li{margin:4px 0}"
    "hr{margin:24px 0 12px;border:0;border-top:1px solid #ccc}.foot{margin:4px 0;font-size:14px}"
    "@media (prefers-color-scheme:dark){body{background:#15181c;color:#e6e8ea}a{color:#8ab4f8}}"
)
LONGEST_SUBJECT, LONGEST_NAME = 70, 60


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter; `href` is a whole address, "" without one."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part of a letter."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says. `foot` stands below a rule, at its end."""

    subject: str
    greeting: str
    parts: Sequence[Part]
    foot: Sequence[Line] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The letter as plain text: nothing that the HTML says is missing, each address stands below its line."""
        blocks = [_wrapped(self.greeting)]
        for part in self.parts:
            title = part.title.upper() if part.title.isascii() else part.title
            blocks.append("\n".join([title, "-" * min(WIDTH, _width(title)), *map(_item, part.lines)]))
        foot = [_wrapped(line.text) + (f"\n{line.href}" if line.href else "") for line in self.foot]
        return "\n\n".join([*blocks, "-- ", "\n".join(foot)] if foot else blocks) + "\n"

    @property
    def html(self) -> str:
        """The letter as HTML of its own: no picture, no script, nothing from elsewhere."""
        template = spoken(language()).get_template("mails/letter.html")
        style = Markup(f"<style>{STYLE}</style>")  # noqa: S704 - a text of our own
        return template.render(letter=self, code=language(), style=style)


def _width(text: str) -> int:
    """How many columns it takes: letters of East Asia take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _wrapped(text: str, indent: str = "") -> str:
    return fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _item(line: Line) -> str:
    return _wrapped(f"- {line.text}", "  ") + (f"\n  {line.href}" if line.href else "")


def one_line(text: str, limit: int) -> str:
    """The text as a header may hold it: one line of at most so many letters, nothing unseen, nothing that turns the rest."""
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    short = " ".join(legible(plain).split())
    return short if len(short) <= limit else short[: limit - 1].rstrip() + "…"


def address_of(name: str, email: str) -> str:
    """Whom a mail goes to, with the name as far as a header may hold it."""
    user, _at, domain = email.rpartition("@")
    try:
        return str(Address(one_line(name, LONGEST_NAME), user, domain))
    except (ValueError, IndexError):
        return email


def message_of(letter: Letter, *, name: str, email: str, message_id: str = "") -> EmailMultiAlternatives:
    """The letter as a mail of two parts, plain text first."""
    message = EmailMultiAlternatives(
        subject=one_line(letter.subject, LONGEST_SUBJECT),
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address_of(name, email)],
        headers={**letter.headers, **({"Message-ID": message_id} if message_id else {}), "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(letter.html, "text/html")
    return message
