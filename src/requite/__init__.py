"""Requite: the CRM that gives back."""

__version__ = "0.1.0"
