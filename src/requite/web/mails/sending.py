"""Whether mails go out at all."""

from requite.config.environment import ENVIRONMENT


def has_mail_server() -> bool:
    """Whether mails go out: by a mail server, or in a demo into the demo's own mailbox."""
    return bool(ENVIRONMENT.email_url) or ENVIRONMENT.demo
