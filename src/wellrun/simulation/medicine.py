"""What people come for, and what is written down and charged for it: by department, visit and age.

Diagnoses are ICD-10-CM codes, which are free to use. Procedures are bare code numbers with the practice's own
nicknames; HCPCS level II codes are public. Fees are invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from wellrun.simulation.chance import weighted

#: Procedure code: nickname of the practice, kind, fee in cents.
PROCEDURES: dict[str, tuple[str, str, int]] = {
    "99202": ("New patient, short", "visit", 15500),
    "99203": ("New patient, usual", "visit", 22800),
    "99204": ("New patient, long", "visit", 33900),
    "99212": ("Return visit, brief", "visit", 11800),
    "99213": ("Return visit, usual", "visit", 18400),
    "99214": ("Return visit, involved", "visit", 26100),
    "99215": ("Return visit, long", "visit", 36700),
    "99385": ("Physical, new, young adult", "visit", 27500),
    "99395": ("Physical, young adult", "visit", 24500),
    "99396": ("Physical, adult", "visit", 26500),
    "99391": ("Well baby", "visit", 19500),
    "99392": ("Well child, small", "visit", 20500),
    "99393": ("Well child, school age", "visit", 20900),
    "99394": ("Well child, teenager", "visit", 22900),
    "G0439": ("Medicare yearly wellness", "visit", 23800),
    "G0008": ("Flu shot given, Medicare", "procedure", 4800),
    "G0444": ("Depression questionnaire, Medicare", "procedure", 3900),
    "36415": ("Blood draw", "lab", 1800),
    "81002": ("Urine dipstick", "lab", 1400),
    "83036": ("Hemoglobin A1c", "lab", 4200),
    "87880": ("Rapid strep", "lab", 3900),
    "93000": ("EKG with reading", "procedure", 6400),
    "93306": ("Echo, full", "imaging", 98500),
    "73562": ("Knee films", "imaging", 14600),
    "73030": ("Shoulder films", "imaging", 12900),
    "73610": ("Ankle films", "imaging", 12200),
    "20610": ("Large joint injection", "procedure", 24800),
    "J3301": ("Triamcinolone, 10 mg", "drug", 1200),
    "J1885": ("Ketorolac, 15 mg", "drug", 900),
    "A4565": ("Arm sling", "supply", 2600),
    "L3908": ("Wrist splint", "supply", 9800),
}


@dataclass(frozen=True)
class Complaint:
    """Why somebody comes: the words of the appointment, the diagnosis, and the words of the diagnosis."""

    reason: str
    code: str
    text: str


def _complaints(*rows: tuple[str, str, str]) -> tuple[Complaint, ...]:
    return tuple(Complaint(*row) for row in rows)


_FAMILY = _complaints(
    ("Blood pressure check", "I10", "Essential (primary) hypertension"),
    ("Diabetes follow-up", "E119", "Type 2 diabetes mellitus without complications"),
    ("Cholesterol follow-up", "E785", "Hyperlipidemia, unspecified"),
    ("Back pain", "M5450", "Low back pain, unspecified"),
    ("Heartburn", "K219", "Gastro-esophageal reflux disease without esophagitis"),
    ("Thyroid follow-up", "E039", "Hypothyroidism, unspecified"),
    ("Worry and poor sleep", "F411", "Generalized anxiety disorder"),
    ("Tired all the time", "R5383", "Other fatigue"),
    ("Migraine", "G43909", "Migraine, unspecified, not intractable, without status migrainosus"),
)
_SICK = _complaints(
    ("Cough and cold", "J069", "Acute upper respiratory infection, unspecified"),
    ("Sore throat", "J029", "Acute pharyngitis, unspecified"),
    ("Sinus pressure", "J0190", "Acute sinusitis, unspecified"),
    ("Burning when urinating", "N390", "Urinary tract infection, site not specified"),
    ("Rash", "L309", "Dermatitis, unspecified"),
    ("Bronchitis", "J209", "Acute bronchitis, unspecified"),
)
_HEART = _complaints(
    ("Atrial fibrillation follow-up", "I4891", "Unspecified atrial fibrillation"),
    ("Coronary disease follow-up", "I2510", "Atherosclerotic heart disease of native coronary artery, no angina"),
    ("Heart failure follow-up", "I5032", "Chronic diastolic (congestive) heart failure"),
    ("Palpitations", "R002", "Palpitations"),
    ("Chest discomfort", "R0789", "Other chest pain"),
    ("Valve follow-up", "I350", "Nonrheumatic aortic (valve) stenosis"),
    ("Blood pressure hard to treat", "I10", "Essential (primary) hypertension"),
)  # fmt: skip
_CHILD = _complaints(
    ("Ear pain", "H6691", "Otitis media, unspecified, right ear"),
    ("Fever and cough", "J069", "Acute upper respiratory infection, unspecified"),
    ("Sore throat", "J029", "Acute pharyngitis, unspecified"),
    ("Stomach flu", "A084", "Viral intestinal infection, unspecified"),
    ("Pink eye", "H109", "Unspecified conjunctivitis"),
    ("Asthma", "J4520", "Mild intermittent asthma, uncomplicated"),
    ("Eczema", "L2089", "Other atopic dermatitis"),
)
_BONES = _complaints(
    ("Right knee pain", "M1711", "Unilateral primary osteoarthritis, right knee"),
    ("Left knee pain", "M1712", "Unilateral primary osteoarthritis, left knee"),
    ("Shoulder pain", "M25511", "Pain in right shoulder"),
    ("Heel pain", "M722", "Plantar fascial fibromatosis"),
    ("Tennis elbow", "M7711", "Lateral epicondylitis, right elbow"),
    ("Numb hand at night", "G5601", "Carpal tunnel syndrome, right upper limb"),
)
_INJURY = _complaints(
    ("Twisted ankle", "S93401A", "Sprain of unspecified ligament of right ankle, initial encounter"),
    ("Fell on the knee", "S8001XA", "Contusion of right knee, initial encounter"),
    ("Hurt wrist", "S63501A", "Unspecified sprain of right wrist, initial encounter"),
)
_WELL_ADULT = Complaint(
    "Annual physical", "Z0000", "General adult medical examination without abnormal findings"
)
_WELL_CHILD = Complaint(
    "Well-child visit", "Z00129", "Routine child health examination without abnormal findings"
)
_BY_VISIT: dict[tuple[str, str], tuple[Complaint, ...]] = {
    ("family", "Same-day sick visit"): _SICK,
    ("family", "Annual physical"): (_WELL_ADULT,),
    ("family", "Yearly wellness visit"): (_WELL_ADULT,),
    ("pediatrics", "Well-child visit"): (_WELL_CHILD,),
    ("orthopedics", "Injury visit"): _INJURY,
    ("orthopedics", "Joint injection"): _BONES[:2],
}
_BY_DEPARTMENT = {"family": _FAMILY, "cardiology": _HEART, "pediatrics": _CHILD, "orthopedics": _BONES}


_BY_REASON = {
    (department, complaint.reason): complaint
    for department, listed in (
        *((department, each) for (department, _), each in _BY_VISIT.items()),
        *_BY_DEPARTMENT.items(),
    )
    for complaint in listed
}


def complaints() -> list[Complaint]:
    """Every complaint there is, each diagnosis once."""
    return list({each.code: each for each in _BY_REASON.values()}.values())


def complaint_named(department: str, reason: str) -> Complaint:
    """The complaint behind the words of an appointment."""
    return _BY_REASON[department, reason]


def complaint_for(chance: random.Random, department: str, visit: str) -> Complaint:
    """Why somebody books this visit."""
    return chance.choice(_BY_VISIT.get((department, visit), _BY_DEPARTMENT[department]))


@dataclass(frozen=True)
class Charge:
    """One line of a superbill; it was done for the first diagnosis."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1


def charges_for(
    chance: random.Random,
    *,
    department: str,
    visit: str,
    complaint: Complaint,
    age: int,
    new: bool,
    medicare: bool,
) -> list[Charge]:
    """What a visit is charged: the visit itself and what was done beside it."""
    if visit == "Echocardiogram":
        return [Charge("93306")]
    if visit == "Joint injection":
        side = "RT" if complaint.code == "M1711" else "LT"
        return [Charge("20610", (side,)), Charge("J3301", units=4)]
    beside = _beside(chance, department, visit, complaint, medicare)
    modifiers = ("25",) if any(PROCEDURES[each.code][1] == "procedure" for each in beside) else ()
    return [Charge(_visit_code(chance, visit, age, new, medicare), modifiers), *beside]


def _visit_code(chance: random.Random, visit: str, age: int, new: bool, medicare: bool) -> str:
    if visit == "Yearly wellness visit" and medicare:
        return "G0439"
    if visit in ("Annual physical", "Yearly wellness visit"):
        return "99395" if age < 40 else "99396" if age < 65 else "99214"
    if visit == "Well-child visit":
        return "99391" if age < 1 else "99392" if age < 5 else "99393" if age < 12 else "99394"
    if new:
        return weighted(chance, {"99202": 1, "99203": 3, "99204": 2})
    return weighted(chance, {"99212": 1, "99213": 6, "99214": 4, "99215": 0.4})


def _beside(
    chance: random.Random, department: str, visit: str, complaint: Complaint, medicare: bool
) -> list[Charge]:
    done = []
    if complaint.code == "J029":
        done.append(Charge("87880", ("QW",)))
    if complaint.code == "N390":
        done.append(Charge("81002"))
    if complaint.code == "E119":
        done += [Charge("83036", ("QW",)), Charge("36415")]
    if department == "cardiology" and chance.random() < 0.5:
        done.append(Charge("93000"))
    if visit == "Yearly wellness visit" and medicare and chance.random() < 0.5:
        done.append(Charge("G0008"))
    if visit == "X-ray and visit" or (visit == "Injury visit" and chance.random() < 0.4):
        done.append(Charge({"M25511": "73030", "S93401A": "73610"}.get(complaint.code, "73562"), ("RT",)))
    if complaint.code == "S63501A":
        done.append(Charge("L3908", ("RT",)))
    return done
