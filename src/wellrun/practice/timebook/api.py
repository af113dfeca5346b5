"""The time book's door for other rooms."""

from wellrun.practice.timebook.models import (
    LONGEST,
    Block,
    Resource,
    ResourceKind,
)
from wellrun.practice.timebook.operations.blocks import (
    blocks_giving_way,
    lift_block,
    open_block,
    stranded_by,
)
from wellrun.practice.timebook.operations.reserve import (
    Contended,
    ImpossibleTime,
    Need,
    TimeTaken,
    drop_expired_holds,
    extend_hold,
    move,
    release,
    reserve,
)
from wellrun.practice.timebook.operations.resources import (
    add_resource,
    retag_resource,
    retire_resource,
)
from wellrun.practice.timebook.queries.busy import (
    BusyTime,
    busy_times,
    held_by,
    resource_for,
    resources_for,
)
from wellrun.practice.timebook.queries.notes import (
    block_notes,
    busy_mark,
)
from wellrun.practice.timebook.queries.openings import (
    Opening,
    holdings_sql,
    openings_sql,
)
from wellrun.practice.timebook.queries.steps import (
    ResourceRef,
    busy_steps,
    resource_refs,
)
from wellrun.practice.timebook.queries.stranding import (
    HeldTime,
    held_times,
    strandings,
)

__all__ = [
    "LONGEST",
    "Block",
    "BusyTime",
    "Contended",
    "HeldTime",
    "ImpossibleTime",
    "Need",
    "Opening",
    "Resource",
    "ResourceKind",
    "ResourceRef",
    "TimeTaken",
    "add_resource",
    "block_notes",
    "blocks_giving_way",
    "busy_mark",
    "busy_steps",
    "busy_times",
    "drop_expired_holds",
    "extend_hold",
    "held_by",
    "held_times",
    "holdings_sql",
    "lift_block",
    "move",
    "open_block",
    "openings_sql",
    "release",
    "reserve",
    "resource_for",
    "resource_refs",
    "resources_for",
    "retag_resource",
    "retire_resource",
    "stranded_by",
    "strandings",
]
