"""Whether an offer or a recall that waits to leave is still so when it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from wellrun.practice.outreach.api import Notice
from wellrun.practice.scheduling.models import OfferState, OpeningState, Recall, RecallState, TimeOffer


def stale_offers(notices: Sequence[Notice], at: datetime) -> set[uuid.UUID]:
    """Those of these notices whose time is not offered to that patient any more; one query."""
    rows = TimeOffer.objects.filter(
        id__in={notice.subject_id for notice in notices},
        state=OfferState.OFFERED,
        expires_at__gt=at,
        opening__state=OpeningState.OPEN,
    )
    standing = set(rows.values_list("id", flat=True))
    return {notice.id for notice in notices if notice.subject_id not in standing}


def stale_recalls(notices: Sequence[Notice], at: datetime) -> set[uuid.UUID]:
    """Those of these notices whose patient has booked meanwhile, died, or is not to be asked any more; one query."""
    rows = Recall.objects.filter(
        id__in={notice.subject_id for notice in notices},
        state__in=[RecallState.OPEN, RecallState.CALL],
        patient__deceased_on__isnull=True,
    )
    standing = set(rows.values_list("id", flat=True))
    return {notice.id for notice in notices if notice.subject_id not in standing}
