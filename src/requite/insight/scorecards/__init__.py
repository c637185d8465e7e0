"""Scorecards: what a rep's figures come to in a period, part by part, as a whole number of 100."""
