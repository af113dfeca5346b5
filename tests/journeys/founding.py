"""Founding the practice of the journeys through the rooms' own operations: open around the clock, and open today.

Its clock is the machine's. Its zone is chosen so that it is about ten in the morning there, wherever and whenever the
tests run: a visit can be booked soon, and no midnight falls between two acts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from wellrun.platform.access.api import Actor
from wellrun.platform.access.matrix import Role
from wellrun.practice.billing.api import add_fee_schedule, import_fees
from wellrun.practice.billing.operations.load_diagnosis_codes import load_diagnosis_codes
from wellrun.practice.coverage.api import (
    CoverageDetails,
    PayerDetails,
    add_coverage,
    add_payer,
    add_plan,
)
from wellrun.practice.facilities.api import add_device, add_room
from wellrun.practice.organization.api import (
    Address,
    UnitKind,
    add_legal_entity,
    add_person,
    add_site,
    add_unit,
    add_user,
    found_organization,
    grant_role,
)
from wellrun.practice.patients.api import PatientDetails, register_patient
from wellrun.practice.scheduling.api import (
    HoursOn,
    add_visit_type,
    book_appointment,
    set_availability,
)
from wellrun.practice.workforce.api import add_credential, add_provider
from wellrun.practice.workforce.testing import npi_from

from .practice import JourneyPractice

PASSWORD = "linden-falls-in-november"
LONG_AGO = date(2020, 1, 1)
DIAGNOSES = (
    ("I10", "Essential (primary) hypertension", True),
    ("E119", "Type 2 diabetes mellitus without complications", True),
    ("R079", "Chest pain, unspecified", True),
    ("Z885", "Allergy status to narcotic agent", True),
    ("E11", "Type 2 diabetes mellitus", False),
)
FEES = (
    ("99213", "Office visit, short", "visit", "125.00"),
    ("99214", "Office visit, long", "visit", "180.00"),
    ("93000", "EKG with reading", "procedure", "45.00"),
)


def zone_at_ten(at: datetime) -> str:
    """A zone in which it is between ten and noon, on the same day as in UTC."""
    east = max(10 - at.astimezone(UTC).hour, -12)
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"


def found_practice() -> JourneyPractice:
    """Everything that is there before the day begins."""
    at = datetime.now(UTC)
    zone = zone_at_ten(at)
    # The founder's identity is assumed in the transaction, for there is nobody yet to act as.
    with transaction.atomic():
        made = JourneyPractice(
            found_organization(name="Linden Falls Clinic", short_name="Linden", zone=zone), zone
        )
        _add_units(made)
    with made.as_program() as by:
        _add_staff(made, by)
        _add_bookables(made, by, at)
        _add_money(made, by, at)
        _add_patients(made, by, at)
    _book_early(made, at)
    return made


def _add_units(made: JourneyPractice) -> None:
    root = made.organization
    entity = add_legal_entity(
        organization=root, name="LINDEN FALLS CLINIC LLC", npi=npi_from(900), tax_id="890417732",
        taxonomy="261QM1300X", address=_address("1 Main St"),
    )  # fmt: skip
    for key, name in (("main", "Main Street"), ("hill", "Hill Road")):
        made.units[key] = add_site(
            organization=root, legal_entity=entity, name=name, short_name=name, zone=made.zone,
            address=_address(f"1 {name}"),
        )  # fmt: skip
    for key, site, name in (
        ("cardiology", "main", "Cardiology"),
        ("family", "main", "Family medicine"),
        ("hill-cardiology", "hill", "Cardiology"),
    ):
        made.units[key] = add_unit(
            parent=made.units[site], kind=UnitKind.DEPARTMENT, name=name, short_name=name
        )


def _address(street: str) -> Address:
    return Address(street=street, city="Linden Falls", state="IL", zip="616011204", phone="+13095550100")


def _add_staff(made: JourneyPractice, by: Actor) -> None:
    for username, given, role, unit in (
        ("olive", "Olive", Role.OFFICE_MANAGER, made.organization),
        ("sally", "Sally", Role.MEDICAL_SECRETARY, made.units["main"]),
        ("simon", "Simon", Role.MEDICAL_SECRETARY, made.units["main"]),
        ("hilda", "Hilda", Role.MEDICAL_SECRETARY, made.units["hill"]),
        ("clara", "Clara", Role.CLINICAL_ASSISTANT, made.units["cardiology"]),
        ("bruno", "Bruno", Role.BILLER, made.organization),
    ):
        person = add_person(organization=made.organization, given_name=given, family_name="Tester", by=by)
        add_user(person=person, username=username, password=PASSWORD, by=by)
        grant_role(person=person, unit=unit, role=role, starts_on=LONG_AGO, by=by)


def _add_bookables(made: JourneyPractice, by: Actor, at: datetime) -> None:
    all_day = [HoursOn(weekday, time(0), time(23, 45)) for weekday in range(7)]
    for number, (key, family_name, unit) in enumerate(
        (("hale", "Hale", "cardiology"), ("ito", "Ito", "cardiology"), ("nunez", "Nunez", "hill-cardiology")),
        1,
    ):
        person = add_person(
            organization=made.organization, given_name="Jordan", family_name=family_name,
            credential_suffix="MD", by=by,
        )  # fmt: skip
        user = add_user(person=person, username=key, password=PASSWORD, by=by)
        grant_role(person=user.person, unit=made.units[unit], role=Role.PROVIDER, starts_on=LONG_AGO, by=by)
        provider = add_provider(
            person=person, unit=made.units[unit], npi=npi_from(number), taxonomy="207RC0000X", by=by, at=at
        )
        add_credential(
            provider_id=provider.id, kind="license", state="IL", number="036000000", starts_on=LONG_AGO,
            expires_on=made.today + timedelta(days=700), by=by, at=at,
        )  # fmt: skip
        set_availability(
            provider_id=provider.id,
            unit=made.units[unit],
            hours=all_day,
            effective_from=LONG_AGO,
            by=by,
            at=at,
        )
        made.providers[key] = provider
    for unit, name in (("cardiology", "Cardio 1"), ("cardiology", "Cardio 2"), ("hill-cardiology", "Hill 1")):
        add_room(unit=made.units[unit], name=name, kinds=("exam",), by=by, at=at)
    add_device(unit=made.units["cardiology"], name="Echo 1", kind="echo", by=by, at=at)
    for key, name, unit, minutes, device in (
        ("follow-up", "Follow-up", "cardiology", 30, ""),
        ("echo", "Echocardiogram", "cardiology", 45, "echo"),
        ("hill-follow-up", "Follow-up", "hill-cardiology", 30, ""),
    ):
        made.visit_types[key] = add_visit_type(
            unit=made.units[unit],
            name=name,
            minutes=minutes,
            room_kind="exam",
            device_kind=device,
            by=by,
            at=at,
        )


def _add_money(made: JourneyPractice, by: Actor, at: datetime) -> None:
    for key, number, name in (("oak", "OAKM1", "Oak Mutual"), ("strict", "STRC1", "Strict Plan")):
        payer = add_payer(
            details=PayerDetails(
                name=name, electronic_id=number, street="9 Bank St", city="Peoria", state="IL",
                zip="616021207", phone="+13095550199",
            ),
            by=by,
            at=at,
        )  # fmt: skip
        add_plan(payer_id=payer.id, name=f"{name} Select", copay_cents=3_000, by=by, at=at)
        made.payers[key] = payer
    load_diagnosis_codes(codes=DIAGNOSES)
    add_fee_schedule(name="Usual fees", starts_on=LONG_AGO, by=by, at=at)
    rows = [
        {"schedule": "Usual fees", "code": code, "nickname": nickname, "kind": kind, "amount": amount,
         "starts_on": LONG_AGO.isoformat()}
        for code, nickname, kind, amount in FEES
    ]  # fmt: skip
    assert import_fees(rows, dry_run=False, by=by, at=at).written


def _add_patients(made: JourneyPractice, by: Actor, at: datetime) -> None:
    for key, given, family, sex, born, phone, payer in (
        ("dana", "Danielle", "Whitcomb", "F", date(1961, 4, 9), "+13095550111", "oak"),
        ("omar", "Omar", "Reyes", "M", date(1955, 11, 30), "+13095550112", "strict"),
        ("ruth", "Ruth", "Okafor", "F", date(1947, 2, 3), "+13095550113", "oak"),
        ("theo", "Theo", "Lindqvist", "M", date(1969, 7, 21), "+13095550114", "oak"),
    ):
        patient = register_patient(
            identity=PatientDetails(
                given_name=given, family_name=family, birth_on=born, sex=sex, phone_mobile=phone,
                street="12 Elm St", city="Linden Falls", state="IL", zip="616011204",
            ),
            by=by,
            at=at,
        )  # fmt: skip
        add_coverage(
            patient_id=patient.id,
            details=CoverageDetails(
                payer_id=made.payers[payer].id, member_id=f"M{patient.number:08d}", starts_on=LONG_AGO,
                copay_cents=3_000,
            ),
            by=by,
            at=at,
        )  # fmt: skip
        made.patients[key] = patient


def _book_early(made: JourneyPractice, at: datetime) -> None:
    """Visits that were booked yesterday: one at the other site, and two whose time has passed."""
    yesterday = at - timedelta(days=1)
    midnight = datetime.combine(made.today, time(), tzinfo=ZoneInfo(made.zone))
    with made.as_program(yesterday) as by:
        for key, patient, provider, visit_type, hour in (
            ("omar", "omar", "ito", "follow-up", 8),
            ("ruth", "ruth", "ito", "follow-up", 9),
            ("theo", "theo", "nunez", "hill-follow-up", 9),
        ):
            made.visits[key] = book_appointment(
                patient_id=made.patients[patient].id,
                visit_type_id=made.visit_types[visit_type].id,
                provider_id=made.providers[provider].id,
                starts_at=midnight + timedelta(hours=hour),
                by=by,
                at=yesterday,
            )
