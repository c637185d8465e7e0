from testing.cast import actors, cast, clients

__all__ = ["actors", "cast", "clients"]
