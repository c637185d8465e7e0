"""Adoption: who works in Requite, how soon a new user gets something out of it, goals of the roll-out, the weekly digest."""
