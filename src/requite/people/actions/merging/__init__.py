"""Two records that are one, and two again."""
