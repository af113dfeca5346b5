"""Where a chart lies, who sees it there, and how it came there."""

from __future__ import annotations

import uuid

from wellrun.platform.access.matrix import COMPARTMENTS, GRANTS, Role
from wellrun.practice.patients.models import CompartmentMove

#: The compartments of charts, with what the office calls them.
LABELS = {
    "normal": "Normal",
    "restricted": "Restricted",
    "staff": "Staff member",
    "behavioral": "Behavioral health",
    "part2": "Substance use treatment (42 CFR Part 2)",
}


def roles_seeing(compartment: str) -> list[str]:
    """The roles that see charts in a compartment, in the order of the matrix."""
    return [
        role.value for role in Role if compartment in COMPARTMENTS[role] and "patients.read" in GRANTS[role]
    ]


def moves_of(patient_id: uuid.UUID) -> list[CompartmentMove]:
    """Every move of a chart between compartments, the latest first."""
    return list(CompartmentMove.objects.filter(patient_id=patient_id).order_by("-moved_at", "-id"))
