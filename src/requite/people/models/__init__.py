"""The base: companies, persons, and the points of contact of both."""

from requite.people.models.company import Company
from requite.people.models.person import Person
from requite.people.models.point import Point

__all__ = ["Company", "Person", "Point"]
