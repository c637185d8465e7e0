"""A file on its way into the base, and what became of each of its rows."""

from requite.intake.models.imports import Import
from requite.intake.models.rows import AwaitedReference, LandedRow, RefusedRow

__all__ = ["AwaitedReference", "Import", "LandedRow", "RefusedRow"]
