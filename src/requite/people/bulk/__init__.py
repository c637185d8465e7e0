"""The inside of `actions.register_many`: a batch matched, filled and inserted by a handful of statements."""
