"""Histories that suit an age: problems, medicines, allergies and what else people tell."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Told:
    """One entry of a history before it is written down."""

    kind: str
    text: str
    code_system: str = "none"
    code: str = ""
    detail: str = ""
    onset_on: date | None = None


#: Problem, its code, the medicine that goes with it, youngest and oldest age, and how common it is.
_PROBLEMS = (
    ("Essential hypertension", "I10", "Lisinopril 10 mg daily", 38, 120, 0.42),
    ("Hyperlipidemia", "E785", "Atorvastatin 20 mg at night", 40, 120, 0.36),
    ("Type 2 diabetes", "E119", "Metformin 500 mg twice a day", 38, 120, 0.16),
    ("Hypothyroidism", "E039", "Levothyroxine 50 mcg daily", 25, 120, 0.09),
    ("Reflux disease", "K219", "Omeprazole 20 mg daily", 25, 120, 0.14),
    ("Generalized anxiety", "F411", "Sertraline 50 mg daily", 16, 75, 0.13),
    ("Osteoarthritis of the right knee", "M1711", "Acetaminophen as needed", 50, 120, 0.22),
    ("Atrial fibrillation", "I4891", "Apixaban 5 mg twice a day", 62, 120, 0.14),
    ("Coronary artery disease", "I2510", "Aspirin 81 mg daily", 58, 120, 0.16),
    ("Asthma, mild intermittent", "J4520", "Albuterol inhaler as needed", 3, 50, 0.11),
    ("Atopic dermatitis", "L2089", "Hydrocortisone cream", 0, 12, 0.10),
    ("Allergic rhinitis", "J309", "Cetirizine 10 mg daily", 5, 60, 0.14),
)
_ALLERGIES = (("Penicillin", "hives"), ("Sulfa drugs", "rash"), ("Peanuts", "swelling"), ("Latex", "itching"))
_SURGERIES = (
    "Appendectomy",
    "Gallbladder removed",
    "Right knee replaced",
    "Hernia repair",
    "Cataract surgery",
)
_FAMILY = (
    ("Heart attack", "father"),
    ("Breast cancer", "mother"),
    ("Diabetes", "mother"),
    ("Stroke", "grandfather"),
)


def history_for(chance: random.Random, *, birth_on: date, on: date) -> list[Told]:
    """What is known of somebody born on a day, as of another."""
    age = (on - birth_on).days // 365
    told: list[Told] = []
    for text, code, medicine, youngest, oldest, share in _PROBLEMS:
        if youngest <= age < oldest and chance.random() < share:
            onset_on = on - timedelta(days=chance.randint(60, max(61, min(age, 12) * 340)))
            told.append(Told("problem", text, "icd10cm", code, onset_on=max(onset_on, birth_on)))
            told.append(Told("medication", medicine))
    if chance.random() < 0.18:
        text, detail = chance.choice(_ALLERGIES)
        told.append(Told("allergy", text, detail=detail))
    if age > 20 and chance.random() < age / 200:
        told.append(Told("surgery", chance.choice(_SURGERIES)))
    if age > 30 and chance.random() < 0.25:
        text, detail = chance.choice(_FAMILY)
        told.append(Told("family", text, detail=detail))
    if age >= 18 and chance.random() < 0.6:
        told.append(Told("social", "Smokes half a pack a day" if chance.random() < 0.16 else "Never smoked"))
    elif age < 18:
        # CVX codes are CDC's own and free: 88 is a flu vaccine of no named kind, 03 the MMR vaccine.
        told.append(
            Told("immunization", "Measles, mumps and rubella", "cvx", "03")
            if age
            else Told("social", "Breastfed")
        )
    return told
