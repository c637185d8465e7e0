"""What can happen to pipelines, stages, reasons and rates."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRegistered(Event):
    """There is one way of selling more."""

    kind = "pipeline"
    label = _("pipeline added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineCorrected(Event):
    """A pipeline got another name or place."""

    kind = "pipeline"
    label = _("pipeline corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineArchived(Event):
    """A pipeline is no longer offered; what was closed in it keeps it."""

    kind = "pipeline"
    label = _("pipeline ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRestored(Event):
    """An ended pipeline is offered again."""

    kind = "pipeline"
    label = _("pipeline restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StageRegistered(Event):
    """A pipeline has one stage more."""

    kind = "stage"
    label = _("stage added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StageCorrected(Event):
    """Something of a stage changed: its name, odds, colour, days or place."""

    kind = "stage"
    label = _("stage corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StageArchived(Event):
    """Deals come into a stage no longer."""

    kind = "stage"
    label = _("stage ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class StageRestored(Event):
    """An ended stage takes deals again."""

    kind = "stage"
    label = _("stage restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRegistered(Event):
    """There is one reason more for winning or losing."""

    kind = "reason"
    label = _("reason added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCorrected(Event):
    """A reason got another word or place."""

    kind = "reason"
    label = _("reason corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonArchived(Event):
    """A reason is no longer offered; deals that have it keep it."""

    kind = "reason"
    label = _("reason ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRestored(Event):
    """An ended reason is offered again."""

    kind = "reason"
    label = _("reason restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShifted(Event):
    """The offer is out from another stage on, or stages that lines name moved: what its deals must hold changed."""

    kind = "pipeline"
    label = _("what its deals owe at which stage changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RateRegistered(Event):
    """A currency has a rate from a day on."""

    kind = "rate"
    label = _("rate added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RateCorrected(Event):
    """The rate of a day was written anew."""

    kind = "rate"
    label = _("rate corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRegistered(Event):
    """There is one thing more to sell."""

    kind = "product"
    label = _("product added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCorrected(Event):
    """Something of a product changed."""

    kind = "product"
    label = _("product corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductArchived(Event):
    """A product is no longer offered; lines that have it keep it."""

    kind = "product"
    label = _("product ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRestored(Event):
    """An ended product is offered again."""

    kind = "product"
    label = _("product restored")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PartRegistered(Event):
    """There is one part more that a person may have in a deal."""

    kind = "part"
    label = _("part added")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PartCorrected(Event):
    """A part got another word or place."""

    kind = "part"
    label = _("part corrected")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PartArchived(Event):
    """A part is no longer offered; who has it keeps it."""

    kind = "part"
    label = _("part ended")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class PartRestored(Event):
    """An ended part is offered again."""

    kind = "part"
    label = _("part restored")
