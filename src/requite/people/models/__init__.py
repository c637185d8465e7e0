"""The base: companies, persons, the points of contact of both, which of them may be the same, and which were merged."""

from requite.people.models.candidate import Candidate, Look, Relook
from requite.people.models.company import Company
from requite.people.models.merge import Merge
from requite.people.models.person import Person
from requite.people.models.point import Point

__all__ = ["Candidate", "Company", "Look", "Merge", "Person", "Point", "Relook"]
