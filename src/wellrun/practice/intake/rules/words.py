"""What the patients' pages say, in English and Spanish: one catalogue, so that a sentence missing in one language is a
test that fails and not a page that is half translated."""

from __future__ import annotations

from datetime import date, datetime

from wellrun.practice.intake.rules.words_en import ENGLISH
from wellrun.practice.intake.rules.words_es import SPANISH

LANGUAGES = {"en": "English", "es": "Español"}
WORDS: dict[str, dict[str, str]] = {"en": ENGLISH, "es": SPANISH}
_ES_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_ES_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


def language_of(code: str) -> str:
    """The language of the two that is nearest to an ISO 639-1 code."""
    return code if code in LANGUAGES else "en"


def words_of(language: str) -> dict[str, str]:
    """The sentences of a language."""
    return WORDS[language_of(language)]


def day_in(language: str, on: date) -> str:
    """A day as patients read it: "Wednesday, June 3" or "miércoles 3 de junio"."""
    if language == "es":
        return f"{_ES_DAYS[on.weekday()]} {on.day} de {_ES_MONTHS[on.month - 1]}"
    return f"{on:%A}, {on:%B} {on.day}"


def clock_in(language: str, wall: datetime) -> str:
    """A time of day: "9:05 AM" or "9:05 a. m."."""
    half = ("a. m." if wall.hour < 12 else "p. m.") if language == "es" else f"{wall:%p}"
    return f"{(wall.hour % 12) or 12}:{wall:%M} {half}"
