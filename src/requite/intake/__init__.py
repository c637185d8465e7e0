"""Intake: a base that comes in by the file, through the bulk action of `people`."""
