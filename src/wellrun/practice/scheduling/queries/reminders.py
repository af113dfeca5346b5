"""Which rules about messages fit a visit."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from wellrun.platform.database.once import once_a_transaction
from wellrun.practice.scheduling.models import Moment, ReminderRule


@once_a_transaction(ReminderRule)
def rules_of(organization_id: uuid.UUID) -> list[ReminderRule]:
    """Every rule of an organization, those before a visit last and the earliest of them in front."""
    rows = ReminderRule.objects.filter(organization_id=organization_id).select_related("unit", "visit_type")
    order = list(Moment)
    return sorted(
        rows, key=lambda rule: (order.index(Moment(rule.moment)), -rule.minutes_before, str(rule.id))
    )


def rule_for(
    moment: Moment, *, organization_id: uuid.UUID, lineage: Sequence[uuid.UUID], visit_type_id: uuid.UUID
) -> ReminderRule | None:
    """The rule for what happened to a visit: the one nearest to its department, one of its own type before others;
    None where nothing is said."""
    fitting = [
        rule
        for rule in rules_of(organization_id)
        if rule.active
        and rule.moment == moment
        and rule.unit_id in lineage
        and rule.visit_type_id in (None, visit_type_id)
    ]
    nearest = lambda rule: (rule.visit_type_id is not None, lineage.index(rule.unit_id))  # noqa: E731
    return max(fitting, key=nearest, default=None)
