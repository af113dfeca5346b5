"""Who is on file on the first day: households with addresses, insurance and histories that suit their ages.

Everybody is registered by the operation of the front desk. Their histories, signed consents and coverage were
written long before this practice opened its doors to us, so they go in as rows at once, under every constraint.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wellrun.platform.access.api import Actor
from wellrun.practice.coverage.api import Coverage, Plan
from wellrun.practice.patients.api import (
    Consent,
    ConsentKind,
    HistoryEntry,
    Patient,
    PatientDetails,
    register_patient,
)
from wellrun.simulation.chance import weighted
from wellrun.simulation.histories import history_for
from wellrun.simulation.names import (
    TOWNS,
    family_name,
    given_name,
    medicare_id,
    member_id,
    phone_numbers,
    street,
    zip_four,
)
from wellrun.simulation.payers import MEDICARE, PAYERS, UNINSURED_SHARE
from wellrun.simulation.world import Known, World

#: How many households go into one transaction.
#: Share of those with a mobile telephone who agreed to texts.
TEXTS = 0.6
BATCH = 60
#: The share of those who might come to a department that it has seen within three years, on paper.
SEEN_ON_PAPER = 0.85


@dataclass(frozen=True)
class Soul:
    """Somebody before they are registered: the answers they will give, and what they are to the household."""

    details: PatientDetails
    relation: str


def households(chance: random.Random, count: int, on: date) -> Iterator[list[Soul]]:
    """Invented households: the first of each answers for the others."""
    phones = phone_numbers(chance)
    for _ in range(count):
        kind = weighted(chance, {"family": 5, "couple": 2.5, "single": 3, "seniors": 2.5, "senior": 2})
        town, zip_code = chance.choices(TOWNS, (5, 3, 1, 1))[0]
        surname = family_name(chance)
        home = {"street": street(chance), "city": town, "state": "IL", "zip": zip_four(chance, zip_code),
                "phone_home": next(phones) if kind.startswith("senior") else ""}  # fmt: skip
        language = weighted(chance, {"en": 90, "es": 8, "pl": 1, "vi": 1})
        yield [
            _soul(chance, age, sex, relation, surname, home, language, next(phones), on)
            for age, sex, relation in _members(chance, kind)
        ]


def _members(chance: random.Random, kind: str) -> list[tuple[int, str, str]]:
    if kind.startswith("senior"):
        head = chance.randint(65, 92)
    else:
        head = chance.randint(24, 52) if kind == "family" else chance.randint(20, 64)
    sex = chance.choice("FM")
    members = [(head, sex, "self")]
    if kind in ("family", "couple", "seniors") and chance.random() < 0.85:
        partner = min(max(head + chance.randint(-5, 5), 65 if kind == "seniors" else 20), 94)
        members.append((partner, "M" if sex == "F" else "F", "spouse"))
    if kind == "family":
        oldest = min(head - 20, 17)
        members += [
            (chance.randint(0, oldest), chance.choice("FM"), "child") for _ in range(chance.randint(1, 3))
        ]
    return members


def _soul(
    chance: random.Random, age: int, sex: str, relation: str, surname: str, home: dict[str, str], language: str,
    phone: str, on: date,
) -> Soul:  # fmt: skip
    given = given_name(chance, sex, age)
    adult = age >= 16
    return Soul(
        PatientDetails(
            given_name=given,
            family_name=surname,
            birth_on=on - timedelta(days=age * 365 + age // 4 + chance.randint(1, 364)),
            sex=sex,
            phone_mobile=phone if adult else "",
            email=f"{given}.{surname}@mail.example".lower() if adult and chance.random() < 0.7 else "",
            language=language,
            interpreter=language != "en" and adult and chance.random() < 0.5,
            note_for_desk="Hard of hearing: speak up." if age > 80 and chance.random() < 0.3 else "",
            **home,
        ),
        relation,
    )


def populate(world: World) -> Iterator[int]:
    """Put everybody on file, a batch at a time; yields how many there are so far."""
    chance = world.chance.of("population")
    with world.as_program():
        plans = {(plan.payer_id, plan.name): plan for plan in Plan.objects.all()}
    batch: list[list[Soul]] = []
    for household in households(chance, world.plan.households, world.today()):
        batch.append(household)
        if len(batch) == BATCH:
            yield _enter(world, batch, plans)
            batch = []
    if batch:
        yield _enter(world, batch, plans)


def _enter(world: World, batch: list[list[Soul]], plans: dict) -> int:
    coverages: list[Coverage] = []
    histories: list[HistoryEntry] = []
    consents: list[Consent] = []
    with world.as_program() as (by, _):
        for household in batch:
            members = _register(world, household, by)
            coverages += _insure(world, members, plans)
            for _, patient in members:
                histories += _history(world, patient)
                consents += _consents(world, patient)
        Coverage.objects.bulk_create(coverages)
        HistoryEntry.objects.bulk_create(histories)
        Consent.objects.bulk_create(consents)
    return len(world.patients)


def _register(world: World, household: list[Soul], by: Actor) -> list[tuple[Soul, Patient]]:
    members: list[tuple[Soul, Patient]] = []
    for soul in household:
        answers = soul.details
        if soul.relation == "child":
            answers = replace(answers, guarantor_id=members[0][1].id)
        patient = register_patient(identity=answers, by=by, at=world.now(), despite_duplicates=True,
                                   reason="brought in when the practice opened")  # fmt: skip
        members.append((soul, patient))
        phone = patient.phone_mobile or household[0].details.phone_mobile
        world.joined(Known(patient.id, f"{patient.given_name} {patient.family_name}", phone, patient.birth_on,
                           patient.sex, household=members[0][1].id))  # fmt: skip
        _remember(world, world.patients[patient.id])
    return members


def _remember(world: World, known: Known) -> None:
    """Let most departments that they might come to have seen them before, when charts were paper."""
    chance = world.chance.of("paper")
    age = known.age_on(world.today())
    for department in world.plan.departments:
        could_come = department.site == known.site and department.ages[0] <= age < department.ages[1]
        if could_come and chance.random() < SEEN_ON_PAPER:
            known.paper.add(department.key)


def _insure(world: World, members: list[tuple[Soul, Patient]], plans: dict) -> list[Coverage]:
    chance, today = world.chance.of("coverage"), world.today()
    shares = {each.key: each.share for each in PAYERS if each.share} | {"": UNINSURED_SHARE}
    payer, found = weighted(chance, shares), []
    policy = _member(chance, payer) if payer else ""
    for soul, patient in members:
        if world.patients[patient.id].age_on(today) >= 65:
            found.append(_coverage(world, patient, MEDICARE.key, medicare_id(chance), 1, plans))
            if payer not in ("", "medicaid") and chance.random() < 0.35:
                found.append(_coverage(world, patient, payer, _member(chance, payer), 2, plans))
        elif payer == "medicaid":
            found.append(_coverage(world, patient, payer, _member(chance, payer), 1, plans))
        elif payer:
            coverage = _coverage(world, patient, payer, policy, 1, plans)
            if soul.relation != "self":
                _name_subscriber(coverage, members[0][1], soul.relation)
            found.append(coverage)
    return found


def _member(chance: random.Random, payer: str) -> str:
    return member_id(chance, next(each.member_form for each in PAYERS if each.key == payer))


def _coverage(world: World, patient: Patient, payer: str, number: str, rank: int, plans: dict) -> Coverage:
    chance, today = world.chance.of("coverage"), world.today()
    known = world.patients[patient.id]
    name, copay_cents = chance.choice(next(each.plans for each in PAYERS if each.key == payer))
    owner = world.payers[payer]
    verified_at = world.now() - timedelta(days=chance.randint(1, 80))
    coverage = Coverage(
        organization_id=patient.organization_id, compartment=patient.compartment, patient=patient, payer=owner,
        plan=plans[owner.id, name], rank=rank, member_id=number, starts_on=date(today.year - 1, 1, 1),
        group_number=f"G{chance.randint(10000, 99999)}" if payer not in ("medicare", "medicaid") else "",
        verified_at=verified_at, verified_result="active",
        added_at=world.now(),
    )  # fmt: skip
    if rank == 1:
        known.payer, known.coverage_id, known.copay_cents = payer, coverage.id, copay_cents
        known.verified_on = verified_at.date()
    return coverage


def _name_subscriber(coverage: Coverage, subscriber: Patient, relation: str) -> None:
    coverage.relationship = {"spouse": "01", "child": "19"}[relation]
    for name in ("given_name", "family_name", "birth_on", "sex", "street", "city", "state", "zip"):
        setattr(coverage, f"subscriber_{name}", getattr(subscriber, name))


def _history(world: World, patient: Patient) -> list[HistoryEntry]:
    told = history_for(world.chance.of("histories"), birth_on=patient.birth_on, on=world.today())
    return [
        HistoryEntry(
            organization_id=patient.organization_id, compartment=patient.compartment, patient=patient, kind=each.kind,
            code_system=each.code_system, code=each.code, text=each.text, detail=each.detail, source="patient",
            onset_on=each.onset_on, recorded_at=world.now(),
        )
        for each in told
    ]  # fmt: skip


def _consents(world: World, patient: Patient) -> list[Consent]:
    chance, at = world.chance.of("consents"), world.now()
    # One in eight has not signed lately and is asked at the next check-in.
    if chance.random() < 0.12:
        return []
    expires_on = world.today() + timedelta(days=chance.randint(30, 300))
    yearly = (ConsentKind.TREATMENT, ConsentKind.FINANCIAL, ConsentKind.ASSIGNMENT)
    kinds = [(kind, expires_on) for kind in yearly] + [(ConsentKind.PRIVACY_NOTICE, None)]
    if patient.phone_mobile and world.chance.of("texts").random() < TEXTS:
        kinds.append((ConsentKind.MESSAGES, None))
    return [
        Consent(organization_id=patient.organization_id, compartment=patient.compartment, patient=patient, kind=kind,
                signed_at=at - timedelta(days=200), expires_on=expiry)
        for kind, expiry in kinds
    ]  # fmt: skip
