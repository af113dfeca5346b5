"""The practice that never existed: Prairie Oak Medical Group of Linden Falls, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from wellrun.platform.access.matrix import Role

NAME, SHORT_NAME, ZONE = "Prairie Oak Medical Group", "Prairie Oak", "America/Chicago"
LEGAL_NAME, TAX_ID, GROUP_TAXONOMY = "PRAIRIE OAK MEDICAL GROUP LLC", "890417732", "261QM1300X"
#: The one password of the demonstration, for every user. Real practices have none like it.
DEMO_PASSWORD = "prairie-oak-demo"  # noqa: S105 (printed on purpose; the demo serves this machine only)


@dataclass(frozen=True)
class SitePlan:
    """A site with its address and telephone."""

    key: str
    name: str
    street: str
    town: int
    phone: str


@dataclass(frozen=True)
class VisitPlan:
    """A visit type. `share` is how often it is asked for; `ages` who comes for it, in years, half-open."""

    name: str
    short_name: str
    minutes: int
    color: str
    share: float
    room_kind: str = "exam"
    device_kind: str = ""
    new_patient: bool | None = None
    buffer_minutes: int = 0
    ages: tuple[int, int] = (0, 120)
    instructions: str = ""
    staff_skill: str = ""
    online: bool = False


@dataclass(frozen=True)
class DepartmentPlan:
    """A department: whom it sees, what it offers, its rooms (name, kinds) and devices (name, kind)."""

    key: str
    site: str
    name: str
    short_name: str
    ages: tuple[int, int]
    visits: tuple[VisitPlan, ...]
    rooms: tuple[tuple[str, tuple[str, ...]], ...]
    devices: tuple[tuple[str, str], ...] = ()
    weekend: bool = False


@dataclass(frozen=True)
class ProviderPlan:
    """A provider. `off` are the weekdays (0 is Monday) on which they see nobody here; those with an even number take
    Saturdays where a department is open then, the others Sundays."""

    username: str
    department: str
    given_name: str
    family_name: str
    suffix: str
    taxonomy: str
    off: tuple[int, ...] = ()
    starts: time = time(8)
    ends: time = time(17)
    level: str = "physician"
    sex: str = "F"
    languages: tuple[str, ...] = ("en",)

    @property
    def number(self) -> int:
        """A number that stays the provider's own, whoever else there is."""
        return sum(self.username.encode())


@dataclass(frozen=True)
class StaffPlan:
    """A member of staff: a role at the organization (""), a site or a department, and a skill that visits may need."""

    username: str
    given_name: str
    family_name: str
    role: Role
    unit: str
    post: str
    skill: str = ""


@dataclass(frozen=True)
class Practice:
    """The whole plan. Tests live a smaller one of the same shape."""

    sites: tuple[SitePlan, ...]
    departments: tuple[DepartmentPlan, ...]
    providers: tuple[ProviderPlan, ...]
    staff: tuple[StaffPlan, ...]
    households: int = 430
    visits_a_day: float = 8.0
    calls_a_day: float = 9.0
    statements_a_week: int = 15
    weeks_booked_ahead: int = 3
    #: Usernames shown with their role when the demonstration starts, in order.
    shown: tuple[str, ...] = field(default=())

    def department(self, key: str) -> DepartmentPlan:
        """The department with this key."""
        return next(each for each in self.departments if each.key == key)
