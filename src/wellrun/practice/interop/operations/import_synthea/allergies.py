"""allergies.csv: allergies with their reactions."""

from __future__ import annotations

from wellrun.practice.interop.operations.import_synthea.history import Told, bring_history
from wellrun.practice.interop.operations.import_synthea.work import Work
from wellrun.practice.interop.rules.synthea.words import reactions

_SYSTEMS = {"SNOMED-CT": "snomed", "RxNorm": "rxnorm"}


def import_allergies(work: Work) -> None:
    """Bring in each allergy; a code of a system that the source does not name is kept without it."""
    told = []
    for parsed in work.parse("allergies"):
        if parsed.target_id:
            continue
        row = parsed.row
        system = _SYSTEMS.get(row.system, "none")
        told.append(
            Told(
                source=parsed.source,
                kind="allergy",
                system=system,
                code=row.code if system != "none" else "",
                text=row.text,
                onset_on=row.starts_on,
                ended_on=row.ends_on,
                detail=reactions((row.reaction, row.severity), (row.reaction2, row.severity2)),
            )
        )
    bring_history(work, told)
