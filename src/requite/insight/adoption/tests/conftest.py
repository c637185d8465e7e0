from testing.cast import actors, cast, clients, kept_cast

from requite.intake.tests.conftest import bring_in, enqueue, files

__all__ = ["actors", "bring_in", "cast", "clients", "enqueue", "files", "kept_cast"]
