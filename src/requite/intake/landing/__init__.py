"""From rows of a mapped file to entries for the base. Pure: no database, so that a thread can run ahead with it."""
