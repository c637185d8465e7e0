"""What of this room an administrator can require."""

from django.utils.translation import gettext_lazy as _

from requite.quality.registry import Default, Kind, Requirable, declare

PERSON = declare(
    Kind(
        slug="person",
        reassess="requite.people.reassessing.reassess_next",
        label=_("Person"),
        fields=(
            Requirable("name", _("Name"), "name", 6),
            Requirable("company", _("Company"), "text", 6),
            Requirable("phone", _("Phone"), "phone", 8),
            Requirable("email", _("E-mail"), "email", 10),
            Requirable("title", _("Title"), "text", 6),
            Requirable("address", _("Address"), "text", 15),
            Requirable("note", _("Note"), "text", 15),
        ),
        defaults=(
            Default("name", 3),
            Default("company", 2),
            Default("phone", 3),
            Default("email", 2),
        ),
    )
)

COMPANY = declare(
    Kind(
        slug="company",
        reassess="requite.people.reassessing.reassess_next",
        label=_("Company"),
        fields=(
            Requirable("name", _("Name"), "text", 6),
            Requirable("phone", _("Phone"), "phone", 8),
            Requirable("email", _("E-mail"), "email", 10),
            Requirable("address", _("Address"), "text", 15),
            Requirable("industry", _("Industry"), "text", 5),
            Requirable("website", _("Website"), "text", 10),
            Requirable("registration_number", _("Registration number"), "registration", 12),
        ),
        defaults=(Default("name", 3), Default("phone", 3), Default("address", 2)),
    )
)
