"""Who may do what, where, and which fields they see: the whole of it, as data.

Documentation (`docs/access.md`) and the generated tests read this module. A capability's scope says where a
membership at a unit reaches: SELF the person alone, UNIT that unit and all below it, SITE the whole site it
lies in, ORGANIZATION everything. Deny wins: what is not listed is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """How far a capability reaches from the unit of the membership."""

    SELF = "self"
    UNIT = "unit"
    SITE = "site"
    ORGANIZATION = "organization"


class FieldGroup(StrEnum):
    """Groups of fields that the minimum-necessary rule gives or withholds together (45 CFR 164.502(b))."""

    IDENTITY = "identity"
    CONTACT = "contact"
    SSN = "ssn"
    CLINICAL = "clinical"
    INSURANCE = "insurance"
    MONEY = "money"
    PAY = "pay"


class Role(StrEnum):
    """The roles of an office."""

    OFFICE_MANAGER = "office manager"
    ASSISTANT_MANAGER = "assistant manager"
    MEDICAL_SECRETARY = "medical secretary"
    SURGICAL_COORDINATOR = "surgical coordinator"
    BILLER = "biller"
    PROVIDER = "provider"
    CLINICAL_ASSISTANT = "clinical assistant"
    HUMAN_RESOURCES = "human resources"
    BUYER = "buyer"
    FACILITIES = "facilities"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Capability:
    """One thing the office lets a role do. `phi`: its screens show health information and must say whose.

    `privileged` acts are sealed into the audit at once.
    """

    name: str
    sentence: str
    phi: bool = False
    privileged: bool = False


def _capability(name: str, sentence: str, *, phi: bool = False, privileged: bool = False) -> Capability:
    return Capability(name, sentence, phi, privileged)


CAPABILITIES: dict[str, Capability] = {
    capability.name: capability
    for capability in (
        _capability("self.use", "Sign in, see one's own page, tasks and settings"),
        _capability("organization.read", "See sites, departments and who works where"),
        _capability("organization.manage", "Change sites, departments and policies", privileged=True),
        _capability("memberships.manage", "Grant and end roles", privileged=True),
        _capability("patients.read", "Find patients and see their identity and contacts", phi=True),
        _capability("patients.register", "Register patients and change their demographics", phi=True),
        _capability("patients.restrict", "Move a chart between compartments", phi=True, privileged=True),
        _capability(
            "patients.merge", "Merge two charts of one person, and part them", phi=True, privileged=True
        ),
        _capability("history.read", "See a patient's history", phi=True),
        _capability("history.write", "Write a patient's history", phi=True),
        _capability("coverage.read", "See a patient's insurance", phi=True),
        _capability("coverage.write", "Enter and verify a patient's insurance", phi=True),
        _capability("payers.manage", "Change payers and plans"),
        _capability("appointments.read", "See the calendar and the day board", phi=True),
        _capability("appointments.book", "Book, move and cancel visits", phi=True),
        _capability(
            "appointments.overbook", "Book a visit beyond a provider's capacity, with a reason", phi=True
        ),
        _capability("appointments.configure", "Change visit types and availability"),
        _capability("waitlist.work", "Keep the wait list and offer freed times", phi=True),
        _capability("recalls.work", "Work recalls", phi=True),
        _capability("outreach.read", "See what was sent to patients, and the call list", phi=True),
        _capability("outreach.manage", "Change reminders, recall rules and quiet hours"),
        _capability("cases.read", "See hospital cases and block time", phi=True),
        _capability("cases.book", "Request, ready and move hospital cases", phi=True),
        _capability("blocks.manage", "Change hospitals, block time and preference cards"),
        _capability("intake.review", "Review what patients entered themselves", phi=True),
        _capability("kiosk.run", "Open a kiosk for patients"),
        _capability("queue.work", "Work the walk-in queue", phi=True),
        _capability("messages.use", "Write to colleagues about a subject"),
        _capability("telephony.manage", "Connect the telephone system", privileged=True),
        _capability("downtime.print", "Fetch the downtime pack", phi=True),
        _capability("visits.track", "Move visits along the day board", phi=True),
        _capability("checkin.do", "Check patients in", phi=True),
        _capability("calls.log", "Log telephone calls", phi=True),
        _capability("cash.take", "Take money from patients and count one's drawer", phi=True),
        _capability("day.close", "Close the day", phi=True),
        _capability("charges.read", "See charges", phi=True),
        _capability("charges.enter", "Enter charges", phi=True),
        _capability("fees.manage", "Change fee schedules", privileged=True),
        _capability("accounts.read", "See patients' accounts", phi=True),
        _capability("statements.send", "Send statements", phi=True),
        _capability("writeoffs.approve", "Approve write-offs and refunds", phi=True, privileged=True),
        _capability("claims.read", "See claims and remittances", phi=True),
        _capability("claims.work", "Correct, submit and follow claims", phi=True),
        _capability("remittances.post", "Post remittances", phi=True),
        _capability("exchange.read", "See what went over the wires", phi=True),
        _capability("ledger.read", "Read the journal"),
        _capability("ledger.post", "Write manual journal entries", privileged=True),
        _capability("tasks.read", "See the worklist"),
        _capability("tasks.work", "Take, assign and finish tasks"),
        _capability("documents.read", "Open a patient's documents", phi=True),
        _capability("documents.file", "File documents", phi=True),
        _capability("workforce.read", "See employees and their credentials"),
        _capability("workforce.manage", "Change employees and their credentials", privileged=True),
        _capability("pay.read", "See pay", privileged=True),
        _capability("facilities.read", "See rooms and equipment"),
        _capability("facilities.manage", "Change rooms and equipment"),
        _capability("insight.read", "See the manager's first page", phi=True),
        _capability("audit.read", "Read the audit", privileged=True),
    )
}

#: What a unit's rows are for: only these capabilities make them visible underneath. To know that a department exists,
#: or to find a patient of the organization, opens none of its visits, charges, claims or tasks.
ROWS_OF_UNITS = frozenset(
    {
        "appointments.read",
        "appointments.book",
        "appointments.configure",
        "waitlist.work",
        "recalls.work",
        "outreach.read",
        "cases.read",
        "cases.book",
        "intake.review",
        "queue.work",
        "downtime.print",
        "visits.track",
        "checkin.do",
        "calls.log",
        "cash.take",
        "day.close",
        "charges.read",
        "charges.enter",
        "claims.read",
        "claims.work",
        "remittances.post",
        "tasks.read",
        "tasks.work",
        "insight.read",
    }
)

_EVERYONE = {"self.use": Scope.SELF, "organization.read": Scope.ORGANIZATION, "tasks.read": Scope.UNIT,
             "tasks.work": Scope.UNIT, "messages.use": Scope.ORGANIZATION}  # fmt: skip
_FRONT_DESK = {
    "patients.read": Scope.ORGANIZATION,
    "patients.register": Scope.ORGANIZATION,
    "history.read": Scope.ORGANIZATION,
    "coverage.read": Scope.ORGANIZATION,
    "coverage.write": Scope.ORGANIZATION,
    "appointments.read": Scope.SITE,
    "appointments.book": Scope.SITE,
    "waitlist.work": Scope.SITE,
    "recalls.work": Scope.SITE,
    "outreach.read": Scope.SITE,
    "intake.review": Scope.SITE,
    "kiosk.run": Scope.SITE,
    "queue.work": Scope.UNIT,
    "downtime.print": Scope.SITE,
    "visits.track": Scope.UNIT,
    "checkin.do": Scope.UNIT,
    "calls.log": Scope.UNIT,
    "cash.take": Scope.UNIT,
    "accounts.read": Scope.ORGANIZATION,
    "documents.read": Scope.ORGANIZATION,
    "documents.file": Scope.ORGANIZATION,
    "facilities.read": Scope.SITE,
}
_SURGICAL = {
    "patients.read": Scope.ORGANIZATION,
    "history.read": Scope.ORGANIZATION,
    "coverage.read": Scope.ORGANIZATION,
    "coverage.write": Scope.ORGANIZATION,
    "appointments.read": Scope.SITE,
    "appointments.book": Scope.SITE,
    "waitlist.work": Scope.SITE,
    "outreach.read": Scope.SITE,
    "intake.review": Scope.SITE,
    "calls.log": Scope.UNIT,
    "accounts.read": Scope.ORGANIZATION,
    "documents.read": Scope.ORGANIZATION,
    "documents.file": Scope.ORGANIZATION,
    "facilities.read": Scope.SITE,
    "cases.read": Scope.SITE,
    "cases.book": Scope.SITE,
}
_CLINICAL = {
    "patients.read": Scope.ORGANIZATION,
    "history.read": Scope.ORGANIZATION,
    "history.write": Scope.ORGANIZATION,
    "appointments.read": Scope.UNIT,
    "cases.read": Scope.UNIT,
    "intake.review": Scope.UNIT,
    "queue.work": Scope.UNIT,
    "visits.track": Scope.UNIT,
    "charges.read": Scope.UNIT,
    "charges.enter": Scope.UNIT,
    "documents.read": Scope.ORGANIZATION,
    "documents.file": Scope.ORGANIZATION,
}
_BILLING = {
    "patients.read": Scope.ORGANIZATION,
    "coverage.read": Scope.ORGANIZATION,
    "coverage.write": Scope.ORGANIZATION,
    "payers.manage": Scope.ORGANIZATION,
    "appointments.read": Scope.UNIT,
    "cases.read": Scope.UNIT,
    "charges.read": Scope.UNIT,
    "charges.enter": Scope.UNIT,
    "accounts.read": Scope.ORGANIZATION,
    "statements.send": Scope.ORGANIZATION,
    "claims.read": Scope.UNIT,
    "claims.work": Scope.UNIT,
    "remittances.post": Scope.UNIT,
    "cash.take": Scope.UNIT,
    "exchange.read": Scope.ORGANIZATION,
    "ledger.read": Scope.ORGANIZATION,
    "documents.read": Scope.ORGANIZATION,
    "documents.file": Scope.ORGANIZATION,
}
_SECTION = {
    "appointments.configure": Scope.UNIT,
    "appointments.overbook": Scope.UNIT,
    "outreach.manage": Scope.UNIT,
    "blocks.manage": Scope.UNIT,
    "cases.read": Scope.UNIT,
    "cases.book": Scope.UNIT,
    "charges.read": Scope.UNIT,
    "workforce.read": Scope.UNIT,
    "insight.read": Scope.UNIT,
    "day.close": Scope.UNIT,
    "patients.merge": Scope.ORGANIZATION,
}

GRANTS: dict[Role, dict[str, Scope]] = {
    Role.OFFICE_MANAGER: _EVERYONE | _FRONT_DESK | _BILLING | _SECTION | {
        "appointments.read": Scope.ORGANIZATION,
        "appointments.book": Scope.ORGANIZATION,
        "telephony.manage": Scope.ORGANIZATION,
        "organization.manage": Scope.ORGANIZATION,
        "memberships.manage": Scope.ORGANIZATION,
        "day.close": Scope.ORGANIZATION,
        "fees.manage": Scope.ORGANIZATION,
        "writeoffs.approve": Scope.ORGANIZATION,
        "ledger.post": Scope.ORGANIZATION,
        "workforce.manage": Scope.ORGANIZATION,
        "facilities.manage": Scope.ORGANIZATION,
    },
    Role.ASSISTANT_MANAGER: _EVERYONE | _FRONT_DESK | _SECTION,
    Role.MEDICAL_SECRETARY: _EVERYONE | _FRONT_DESK | {"day.close": Scope.UNIT},
    Role.SURGICAL_COORDINATOR: _EVERYONE | _SURGICAL | {"blocks.manage": Scope.SITE},
    Role.BILLER: _EVERYONE | _BILLING,
    Role.PROVIDER: _EVERYONE | _CLINICAL | {
        "patients.restrict": Scope.ORGANIZATION,
        "appointments.overbook": Scope.UNIT,
    },
    Role.CLINICAL_ASSISTANT: _EVERYONE | _CLINICAL,
    Role.HUMAN_RESOURCES: _EVERYONE | {
        "workforce.read": Scope.ORGANIZATION,
        "workforce.manage": Scope.ORGANIZATION,
        "pay.read": Scope.ORGANIZATION,
    },
    Role.BUYER: _EVERYONE | {"facilities.read": Scope.ORGANIZATION},
    Role.FACILITIES: _EVERYONE | {
        "facilities.read": Scope.ORGANIZATION,
        "facilities.manage": Scope.ORGANIZATION,
    },
    Role.AUDITOR: {"self.use": Scope.SELF, "organization.read": Scope.ORGANIZATION,
                   "ledger.read": Scope.ORGANIZATION, "audit.read": Scope.ORGANIZATION},
}  # fmt: skip

#: Which compartments of records exist for a role. `office` holds what concerns no patient; without `normal` there are
#: no patients at all.
COMPARTMENTS: dict[Role, frozenset[str]] = {
    Role.OFFICE_MANAGER: frozenset({"office", "normal"}),
    Role.ASSISTANT_MANAGER: frozenset({"office", "normal"}),
    Role.MEDICAL_SECRETARY: frozenset({"office", "normal"}),
    Role.SURGICAL_COORDINATOR: frozenset({"office", "normal"}),
    Role.BILLER: frozenset({"office", "normal"}),
    Role.PROVIDER: frozenset({"office", "normal", "restricted", "behavioral"}),
    Role.CLINICAL_ASSISTANT: frozenset({"office", "normal"}),
    Role.HUMAN_RESOURCES: frozenset({"office", "pay"}),
    Role.BUYER: frozenset({"office"}),
    Role.FACILITIES: frozenset({"office"}),
    Role.AUDITOR: frozenset(),
}

_DESK_FIELDS = frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.INSURANCE, FieldGroup.MONEY})
FIELD_GROUPS: dict[Role, frozenset[FieldGroup]] = {
    Role.OFFICE_MANAGER: _DESK_FIELDS | {FieldGroup.CLINICAL},
    Role.ASSISTANT_MANAGER: _DESK_FIELDS | {FieldGroup.CLINICAL},
    Role.MEDICAL_SECRETARY: _DESK_FIELDS | {FieldGroup.CLINICAL},
    Role.SURGICAL_COORDINATOR: _DESK_FIELDS | {FieldGroup.CLINICAL},
    Role.BILLER: _DESK_FIELDS | {FieldGroup.SSN},
    Role.PROVIDER: frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CLINICAL}),
    Role.CLINICAL_ASSISTANT: frozenset({FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.CLINICAL}),
    Role.HUMAN_RESOURCES: frozenset({FieldGroup.PAY}),
    Role.BUYER: frozenset(),
    Role.FACILITIES: frozenset(),
    Role.AUDITOR: frozenset(),
}
ALL_COMPARTMENTS = frozenset({"office", "normal", "restricted", "staff", "behavioral", "part2", "pay"})
