"""What stops a command: one sentence for the person at the terminal."""

from __future__ import annotations


class SetupError(Exception):
    """Ends the command with exit code 1; its text is a whole sentence that says what to do."""
