from django.db import models
from django.db.models import Q

from requite.kernel.ids import new_id


class Content(models.Model):
    """Bytes that are kept once, however many files have them.

    `checksum` is the SHA-256 of the bytes as they were sent; what is kept of a picture was written anew from them. `size`
    is what is kept, in bytes, its small pictures left out. `text` is the beginning of a text.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    checksum = models.CharField(max_length=64)
    type = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    has_preview = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "files_content"
        constraints = [
            models.UniqueConstraint(fields=["checksum"], name="the_same_bytes_are_kept_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_content_is_not_empty"),
        ]

    @property
    def place(self) -> str:
        """Where its bytes are kept. The month in front keeps folders small; the id says how old bytes without a row are."""
        return f"{self.made_at:%Y-%m}/{self.id}"

    @property
    def places(self) -> tuple[str, ...]:
        """Its bytes and its two small pictures."""
        return (self.place, *((self.preview, self.thumb) if self.has_preview else ()))

    @property
    def preview(self) -> str:
        """The place of the picture that a page shows."""
        return f"{self.place}.preview"

    @property
    def thumb(self) -> str:
        """The place of the picture that a list shows."""
        return f"{self.place}.thumb"
