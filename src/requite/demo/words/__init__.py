"""The words of which made-up people, firms, places and texts are put together, in three languages."""

from requite.demo.words.english import ENGLISH
from requite.demo.words.korean import KOREAN
from requite.demo.words.russian import RUSSIAN
from requite.demo.words.shape import Language, Name

LANGUAGES: tuple[Language, ...] = (KOREAN, RUSSIAN, ENGLISH)

__all__ = ["LANGUAGES", "Language", "Name"]
