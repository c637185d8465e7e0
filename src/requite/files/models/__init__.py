"""Files attached to records, and the bytes that they share."""

from requite.files.models.content import Content
from requite.files.models.file import File

__all__ = ["Content", "File"]
