"""What a patient would like of a time: days, hours, who, and how far away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

WHOLE_DAY = (time(0), time(23, 59, 59))


@dataclass(frozen=True)
class Wishes:
    """What an offer must be like. Empty means whatever comes.

    `weekdays` are numbers (0 is Monday); `between` are wall times of the department, half-open, in which the visit
    begins; `sex` ("F", "M") and `language` (ISO 639-1) are the provider's; `within_minutes` is how far by car from the
    site `near_site_id` at most.
    """

    weekdays: frozenset[int] = frozenset()
    between: tuple[time, time] = WHOLE_DAY
    sex: str = ""
    language: str = ""
    near_site_id: uuid.UUID | None = None
    within_minutes: int | None = None

    @property
    def on_clock(self) -> bool:
        """Whether days or hours are wished."""
        return bool(self.weekdays) or self.between != WHOLE_DAY

    @property
    def on_provider(self) -> bool:
        """Whether somebody's sex or language is wished."""
        return bool(self.sex) or self.language not in ("", "en")

    @property
    def is_any(self) -> bool:
        """Whether everything would do."""
        return self == Wishes()

    def fits_clock(self, starts_at: datetime, zone: str) -> bool:
        """Whether a visit may begin at that instant, by its wall time."""
        wall = starts_at.astimezone(ZoneInfo(zone))
        by_day = not self.weekdays or wall.weekday() in self.weekdays
        return by_day and self.between[0] <= wall.time() < self.between[1]

    def fits_provider(self, sex: str, languages: list[str]) -> bool:
        """Whether a provider would do. English is everybody's."""
        speaks = self.language in ("", "en", *languages)
        return speaks and self.sex in ("", sex)


#: Whatever comes.
ANY = Wishes()


@dataclass(frozen=True)
class Travel:
    """Minutes by car between the sites of an organization, the same both ways; unknown pairs are `usual` apart."""

    minutes: Mapping[frozenset[uuid.UUID], int] = field(default_factory=dict)
    usual: int = 30

    def between(self, one: uuid.UUID | None, other: uuid.UUID | None) -> int:
        """Minutes from one site to another; none within a site."""
        if one is None or other is None or one == other:
            return 0
        return self.minutes.get(frozenset({one, other}), self.usual)
