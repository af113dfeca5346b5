"""Which adapter serves an organization's line to its clearinghouse."""

from __future__ import annotations

import uuid

from wellrun.platform.database.home import home
from wellrun.practice.exchange.operations.adapters.adapter import Adapter
from wellrun.practice.exchange.operations.adapters.folder import FolderAdapter
from wellrun.practice.organization.api import Unit, UnitKind


def line_of(organization_id: uuid.UUID) -> Adapter:
    """The folder line: `clearinghouse` in the program's folder for the first organization, below it for
    others.
    """
    first = (
        Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("id").values_list("id", flat=True).first()
    )
    root = home() / "clearinghouse"
    return FolderAdapter(root if organization_id == first else root / str(organization_id))
