"""The practice's checklist before a case: its lines, changed, switched off, or added."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.practice.procedures.models import ReadinessRule
from wellrun.practice.procedures.rules.readiness import DEFAULT_TEMPLATE

#: Lines that a template has at most.
MOST_LINES = 40


class LineRefused(Refused):
    """A line of the checklist cannot be so."""


def template_rows(organization_id: uuid.UUID) -> list[ReadinessRule]:
    """Every line of the practice's template, those that are switched off too; where it has none of its own, the lines
    that come with the program, not saved yet."""
    kept = list(ReadinessRule.objects.filter(organization_id=organization_id).order_by("position"))
    return kept or [
        ReadinessRule(
            organization_id=organization_id, key=line.key, position=place, name=line.name, role=line.role.value,
            days_before=line.days_before, needs=list(line.needs), evidence=line.evidence, applies=line.applies,
            valid_days=line.valid_days, weight=line.weight, blocks=line.blocks,
        )
        for place, line in enumerate(DEFAULT_TEMPLATE, 1)
    ]  # fmt: skip


def keep_readiness_rules(
    *,
    unit_id: uuid.UUID,
    changes: Mapping[str, Mapping[str, Any]],
    added: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    at: datetime,
) -> list[ReadinessRule]:
    """Make the practice's own template out of the one in force: changes by key (`days_before`, `role`, `valid_days`,
    `weight`, `blocks`, `active`), and lines `added` with a `name` and `evidence` and `applies` beside these. Cases that
    have a checklist keep it. Raises `LineRefused`."""
    require(by, "blocks.manage", unit_id)
    rows = template_rows(by.organization_id)
    known = {row.key: row for row in rows}
    for key, change in changes.items():
        for name, value in change.items():
            setattr(known[key], name, value)
    for told in added:
        rows.append(_line(by.organization_id, rows, told))
    if not any(row.active for row in rows):
        raise LineRefused("A checklist has at least one line in use.")
    for row in rows:
        row.save()
    record_act("readiness.kept", subject_type="organization", subject_id=by.organization_id)
    return rows


def _line(
    organization_id: uuid.UUID, rows: Sequence[ReadinessRule], told: Mapping[str, Any]
) -> ReadinessRule:
    name = str(told["name"]).strip()
    if any(row.name.casefold() == name.casefold() for row in rows):
        raise LineRefused(f"The checklist has “{name}” already.")
    if len(rows) >= MOST_LINES:
        raise LineRefused(f"A checklist has at most {MOST_LINES} lines.")
    taken, stem = {row.key for row in rows}, re.sub(r"[^a-z]+", "-", name.lower()).strip("-")[:15] or "own"
    key = next(key for key in (f"{stem}-{place}" for place in range(1, MOST_LINES + 2)) if key not in taken)
    position = max((row.position for row in rows), default=0) + 1
    return ReadinessRule(organization_id=organization_id, key=key, position=position, **dict(told))
