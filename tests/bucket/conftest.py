from testing.cast import cast, clients

__all__ = ["cast", "clients"]
