"""A made-up company of any size from a seed: people, companies, two years of work, plans. See `run.Generator`."""
