"""From rows of a mapped file to entries for the base. No database, so that a thread can run ahead with it."""
