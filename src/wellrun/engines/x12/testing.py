"""Invented claims and their payment, the same for the same arguments: for tests, benchmarks and
demonstrations.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from .adjustment import Adjustment
from .claim import BatchHeader, Claim, ClaimBatch, Diagnosis, ServiceLine, Subscriber
from .dates import DatedFact
from .envelope import Envelope
from .identifiers import npi_check_digit
from .party import Address, Contact, Party, Reference
from .remittance import ProviderAdjustment, Remittance, RemittedClaim, RemittedLine

FIRST_DAY = date(2026, 3, 2)
WRITTEN_AT = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - X12 names no zone
_NAMES = ("ALDER", "BIRCH", "CEDAR", "DOGWOOD", "ELM", "FIR", "GINKGO", "HAZEL", "JUNIPER", "LARCH")
_GIVEN = ("ADA", "BEN", "CLEO", "DIRK", "EVE", "FINN", "GRETA", "HUGO", "IDA", "JONAS")
_PROCEDURES = (("99213", 14_500), ("99214", 21_000), ("36415", 1_250), ("85025", 3_075), ("93000", 6_200))
_DIAGNOSES = ("I10", "E119", "J069", "M545", "Z0000", "R079")


def make_npi(number: int) -> str:
    """A ten-digit identifier with a true check digit."""
    nine = f"1{number:08d}"
    return nine + npi_check_digit(nine)


def make_envelope(*, control: int = 1, transaction: str = "") -> Envelope:
    """An envelope from an invented office to an invented payer."""
    return Envelope(
        sender="OFFICE01", receiver="PAYER01", interchange_control=str(control), group_control=str(control),
        transaction_control=transaction, written_at=WRITTEN_AT, usage="T",
    )  # fmt: skip


def make_batch(claims: int, *, first: int = 0, control: int = 1, transaction: str = "0001") -> ClaimBatch:
    """A batch of claims of one billing provider; every third patient is a child of the subscriber."""
    header = BatchHeader(
        make_envelope(control=control, transaction=transaction), f"B{control:06d}{transaction}", WRITTEN_AT
    )
    phone = Contact("BILLING DESK", [("TE", "6065550100")])
    header.submitter = Party("41", "HOLLOW CREEK CLINIC", id_qualifier="46", id="OFFICE01", contacts=[phone])
    header.receiver = Party("40", "UPLAND HEALTH PLAN", id_qualifier="46", id="PAYER01")
    billing = Party(
        "85", "HOLLOW CREEK CLINIC", id_qualifier="XX", id=make_npi(1), taxonomy="207Q00000X",
        address=Address("12 MILL ROAD", "", "ASHFORD", "KY", "401010001"),
        references=[Reference("EI", "610000001")],
    )  # fmt: skip
    payer = Party("PR", "UPLAND HEALTH PLAN", id_qualifier="PI", id="UP001")
    rendering = Party(
        "82", "ROWAN", "IRIS", person=True, id_qualifier="XX", id=make_npi(2), taxonomy="207Q00000X"
    )
    return ClaimBatch(header, [_claim(header, billing, payer, rendering, first + at) for at in range(claims)])


def _person(entity: str, number: int, *, child: bool = False) -> Party:
    member = "" if entity == "QC" else f"U{number:09d}"
    return Party(
        entity, _NAMES[number % 10], _GIVEN[(number // 10 + (3 if child else 0)) % 10], person=True,
        id_qualifier="MI" if member else "", id=member,
        address=Address(f"{number % 900 + 1} OAK STREET", "", "ASHFORD", "KY", "40101"),
        birth_on=date(2015 if child else 1970, 1 + number % 12, 1 + number % 28), gender="MF"[number % 2],
    )  # fmt: skip


def _claim(header: BatchHeader, billing: Party, payer: Party, rendering: Party, number: int) -> Claim:
    dependent = number % 3 == 2
    subscriber = Subscriber(
        relationship="" if dependent else "18", group_number="G100", filing_indicator="CI",
        party=_person("IL", number),
    )  # fmt: skip
    on = FIRST_DAY + timedelta(days=number % 200)
    lines = []
    for at in range(1 + number % 4):
        procedure, charge = _PROCEDURES[(number + at) % 5]
        lines.append(
            ServiceLine(
                procedure=procedure,
                charge_cents=charge,
                modifiers=("25",) if at == 0 and number % 5 == 0 else (),
                units=Decimal(1),
                pointers=(1, 2) if at else (1,),
                from_on=on,
                through_on=on,
                control_number=f"{number}L{at + 1}",
            )
        )
    return Claim(
        control_number=f"C{number:08d}",
        charge_cents=sum(line.charge_cents for line in lines),
        place_of_service="11",
        header=header,
        billing=billing,
        subscriber=subscriber,
        payer=payer,
        patient=_person("QC", number, child=True) if dependent else None,
        patient_relationship="19" if dependent else "",
        diagnoses=[Diagnosis("ABK", _DIAGNOSES[number % 6]), Diagnosis("ABF", _DIAGNOSES[(number + 1) % 6])],
        references=[Reference("D9", f"T{number:010d}")],
        providers=[rendering],
        lines=lines,
    )


def make_remittance(batch: ClaimBatch, *, control: int = 1, transaction: str = "0001") -> Remittance:
    """The payment of a batch: contract write-off, coinsurance, an interest payment; it balances to the
    cent.
    """
    payer = Party(
        "PR", "UPLAND HEALTH PLAN", address=Address("1 PLAN PLAZA", "", "ASHFORD", "KY", "401010002"),
        references=[Reference("2U", "UP001")],
        contacts=[Contact("PROVIDER LINE", [("TE", "6065550199")], "BL")],
    )  # fmt: skip
    payee = Party(
        "PE",
        "HOLLOW CREEK CLINIC",
        id_qualifier="XX",
        id=make_npi(1),
        references=[Reference("TJ", "610000001")],
    )
    found = Remittance(
        envelope=make_envelope(control=control, transaction=transaction),
        method="ACH",
        payment_format="CCP",
        payer_bank=("01", "042000013", "DA", "1000001"),
        originator_id="1610000009",
        payee_bank=("01", "042000314", "DA", "2000002"),
        paid_on=WRITTEN_AT.date(),
        trace_number=f"E{control:05d}{transaction}",
        payer_trace_id="1610000009",
        produced_on=WRITTEN_AT.date(),
        payer=payer,
        payee=payee,
    )
    found.claims = [_payment(claim) for claim in batch.claims]
    interest = ProviderAdjustment(make_npi(1), date(2026, 12, 31), "L6", "INTEREST", -125)
    found.provider_adjustments = [interest]
    found.amount_cents = sum(claim.paid_cents for claim in found.claims) + 125
    return found


def _payment(claim: Claim) -> RemittedClaim:
    lines = []
    for line in claim.lines:
        written_off, coinsurance = line.charge_cents * 30 // 100, line.charge_cents * 14 // 100
        paid = line.charge_cents - written_off - coinsurance
        lines.append(
            RemittedLine(
                procedure_qualifier="HC",
                procedure=line.procedure,
                modifiers=line.modifiers,
                charge_cents=line.charge_cents,
                paid_cents=paid,
                units=line.units,
                control_number=line.control_number,
                from_on=line.from_on,
                through_on=line.through_on,
                adjustments=[Adjustment("CO", "45", written_off), Adjustment("PR", "2", coinsurance)],
                amounts=[("B6", line.charge_cents - written_off)],
            )
        )
    patient, member = claim.patient_party, claim.subscriber.member_id
    return RemittedClaim(
        patient_control_number=claim.control_number,
        status="1",
        charge_cents=claim.charge_cents,
        paid_cents=sum(line.paid_cents for line in lines),
        patient_responsibility_cents=sum(line.adjustments[1].amount_cents for line in lines),
        filing_indicator="12",
        payer_claim_number=f"P{claim.control_number[1:]}",
        facility_type="11",
        frequency="1",
        patient=Party("QC", patient.name, patient.first_name, person=True, id_qualifier="MI", id=member),
        rendering=Party("82", "ROWAN", "IRIS", person=True, id_qualifier="XX", id=make_npi(2)),
        dates=[DatedFact("050", FIRST_DAY, FIRST_DAY)],
        lines=lines,
        set_number="1",
    )
