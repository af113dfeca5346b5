"""Codes, fees, seen visits and charges for the tests of every room."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from wellrun.practice.billing.models import DiagnosisCode, Encounter, FeeSchedule, Payment
from wellrun.practice.billing.operations.enter_charges import enter_charges
from wellrun.practice.billing.operations.fees import add_fee_schedule, keep_procedure_code, set_fee
from wellrun.practice.billing.operations.load_diagnosis_codes import load_diagnosis_codes
from wellrun.practice.billing.operations.open_encounter import open_encounter
from wellrun.practice.billing.operations.take_payment import take_payment
from wellrun.practice.billing.rules.drafts import ChargeDraft, LineDraft
from wellrun.practice.organization.api import Unit
from wellrun.practice.organization.testing import NOW
from wellrun.practice.scheduling.api import Appointment, VisitState
from wellrun.practice.scheduling.testing import NINE, make_visit_type
from wellrun.practice.workforce.api import Provider
from wellrun.practice.workforce.testing import make_provider

#: A few diagnoses, one of them a heading.
DIAGNOSES = (
    ("I10", "Essential (primary) hypertension", True),
    ("E119", "Type 2 diabetes mellitus without complications", True),
    ("R079", "Chest pain, unspecified", True),
    ("E11", "Type 2 diabetes mellitus", False),
)
#: Codes with our own nicknames, their kind and their fee in cents.
PROCEDURES = (
    ("99213", "Office visit, short", "visit", 12_500),
    ("99214", "Office visit, long", "visit", 18_000),
    ("93000", "EKG with reading", "procedure", 4_500),
    ("36415", "Blood draw", "lab", 1_000),
)
#: The day of service of the visits made here, and the evening on which their charges are entered.
SERVICE_ON = date(2026, 6, 3)
EVENING = NINE + timedelta(hours=8)
_turn = count()


def make_codes(office: Any) -> FeeSchedule:
    """The codes above and the practice's own fees from January 1, 2026. Repeating it changes nothing."""
    program = office.program()
    if not DiagnosisCode.objects.filter(code="I10").exists():
        load_diagnosis_codes(codes=DIAGNOSES)
    known = FeeSchedule.objects.filter(organization_id=office.organization.id, payer=None).first()
    if known:
        return known
    schedule = add_fee_schedule(name="Office fees", starts_on=date(2026, 1, 1), by=program, at=NOW)
    for code, nickname, kind, cents in PROCEDURES:
        keep_procedure_code(code=code, nickname=nickname, kind=kind, by=program, at=NOW)
        set_fee(
            schedule_id=schedule.id,
            code=code,
            amount_cents=cents,
            starts_on=date(2026, 1, 1),
            by=program,
            at=NOW,
        )
    return schedule


def make_seen_visit(
    office: Any,
    *,
    patient_id: uuid.UUID,
    provider: Provider | None = None,
    unit: Unit | None = None,
    starts_at: datetime | None = None,
    minutes: int = 30,
    state: str = VisitState.CHECKED_OUT,
) -> Appointment:
    """A visit that took place; in cardiology unless a unit is given, and on June 3 from nine on, one after the other,
    unless a start is given. It holds no time in the time book."""
    unit = unit or office.cardiology
    provider = provider or make_provider(office, unit=unit)
    turn = next(_turn)
    visit_type = make_visit_type(office, unit=unit, name=f"Visit {turn}")
    office.program()
    length = timedelta(minutes=minutes)
    starts_at = starts_at or NINE + length * Appointment.objects.count()
    return Appointment.objects.create(
        organization_id=office.organization.id,
        unit_id=unit.id,
        patient_id=patient_id,
        provider=provider,
        visit_type=visit_type,
        starts_at=starts_at,
        ends_at=starts_at + length,
        state=state,
        state_at=starts_at,
        booked_at=NOW,
    )


def make_encounter(office: Any, *, patient_id: uuid.UUID, **visit: Any) -> Encounter:
    """An open encounter of a seen visit, with the codes above loaded; `visit` as for `make_seen_visit`."""
    make_codes(office)
    appointment = make_seen_visit(office, patient_id=patient_id, **visit)
    return open_encounter(appointment_id=appointment.id, by=office.program(), at=EVENING)


def draft_of(*codes: str, diagnoses: tuple[str, ...] = ("I10",), units: int = 1) -> ChargeDraft:
    """A complete draft with one line a code, each pointing to the first diagnosis."""
    return ChargeDraft(
        diagnoses=diagnoses, lines=tuple(LineDraft(code, (), units, (1,)) for code in codes or ("99213",))
    )


def charge(
    office: Any, encounter: Encounter, draft: ChargeDraft | None = None, at: datetime = EVENING
) -> Encounter:
    """Enter an encounter's charges as the program: one short office visit unless a draft is given."""
    return enter_charges(
        encounter_id=encounter.id,
        draft=draft or draft_of(),
        expected_version=encounter.version,
        by=office.program(),
        at=at,
    )


def pay(office: Any, patient_id: uuid.UUID, cents: int, at: datetime = EVENING, **options: Any) -> Payment:
    """Take money as the program, in cash at cardiology unless told otherwise."""
    return take_payment(
        patient_id=patient_id,
        amount_cents=cents,
        **{"method": "cash", "unit_id": office.cardiology.id, **options},
        by=office.program(),
        at=at,
    )
