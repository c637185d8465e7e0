"""The link in a mail that ends the digest: signed, of one user, without an end, and good for nothing else."""

from uuid import UUID

from django.core import signing

from requite.kernel.ids import parse_id

SALT = "requite.web.digest_out"


def out_token(user_id: UUID) -> str:
    """What the link carries."""
    return signing.Signer(salt=SALT).sign(str(user_id)).replace(":", "~")


def read_out_token(token: str) -> UUID | None:
    """Whose link it is; None for one that we didn't sign."""
    try:
        return parse_id(signing.Signer(salt=SALT).unsign(token.replace("~", ":")))
    except signing.BadSignature:
        return None
