"""Spot checks: records drawn by lot, what a leader found of each, and how far a rep's quality can be relied on."""
