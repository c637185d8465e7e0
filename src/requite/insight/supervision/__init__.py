"""Who needs the leader: customers who were let be, and how well the base is filled, by rep and over time."""
