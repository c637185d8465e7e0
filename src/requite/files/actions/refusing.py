"""What isn't kept, each with its sentence."""

from django.utils.translation import gettext_lazy as _

from requite.files import kinds
from requite.files.limits import limits, sum_kept
from requite.kernel.errors import Refused

DISGUISED = ("program", "page")
OWN = {"page": {"html", "htm", "xhtml", "svg", "xml", "xls"}}  # extensions under which a web page is what it says


def megabytes(size: int) -> str:
    """Bytes as a number of megabytes, for a sentence."""
    return f"{size / 1_000_000:.10g}" if size % 1_000_000 == 0 else f"{size / 1_000_000:.1f}"


def refuse_size(name: str, size: int) -> None:
    """Raise Refused for nothing at all, and for more than a file may be."""
    if size <= 0:
        raise Refused(_("“%(name)s” is empty: there is nothing to keep.") % {"name": name}, field="files")
    if size > limits().file:
        raise too_large(name)


def too_large(name: str) -> Refused:
    """The refusal of a file that is larger than one may be."""
    sentence = _("“%(name)s” is too large: a file may have %(most)s MB.")
    return Refused(sentence % {"name": name, "most": megabytes(limits().file)}, field="files")


def demand_room(size: int) -> None:
    """Raise Refused where so many bytes more would be over what the company may keep."""
    most = limits().company
    if most and sum_kept() + size > most:
        sentence = _("The company's room for files is full (%(most)s MB): remove some, or ask your administrator.")
        raise Refused(sentence % {"most": megabytes(most)}, field="files")


def refuse_dangerous(name: str, extension: str, *, kind: str = "", type_: str = "") -> None:
    """Raise Refused for programs, and for programs and web pages that call themselves something else."""
    if kind == "program" or extension in kinds.RUN:
        if kind != "program" or extension in kinds.RUN or not extension:
            sentence = _("“%(name)s” is a program. Programs aren't kept: who opens one lets it run.")
        else:
            sentence = _("“%(name)s” isn't what its name says: it is a program. It wasn't kept.")
        raise Refused(sentence % {"name": name}, field="files")
    if kind == "page" and extension not in OWN["page"] and (extension in kinds.PROMISES or type_ == "image/svg+xml"):
        sentence = _("“%(name)s” isn't what its name says: it is a web page, which can do harm. It wasn't kept.")
        raise Refused(sentence % {"name": name}, field="files")
