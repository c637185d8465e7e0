"""The work read back, as shapes."""
