from testing.cast import actors, cast, clients, kept_cast

__all__ = ["actors", "cast", "clients", "kept_cast"]
