"""Opening, counting and reopening cash drawers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connection, transaction

from wellrun.platform.access.api import Actor, NotAllowed, NotFound, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.practice.frontdesk.models import CashDrawer
from wellrun.practice.frontdesk.rules import deposit_after_float
from wellrun.practice.ledger.api import Account, Line, balance_of, post, reverse
from wellrun.practice.organization.api import site_above


class DrawerOpen(Refused):
    """A person works from one drawer at a time."""

    status = 409
    sentence = "You have a drawer open already. Count it before you open another."


class DrawerCounted(Refused):
    """Nothing is taken into, or counted from, a drawer that is closed."""

    status = 409
    sentence = "This drawer is counted already."


@transaction.atomic
def open_drawer(*, unit_id: uuid.UUID, float_cents: int, by: Actor, at: datetime) -> CashDrawer:
    """Open one's own drawer at the site of `unit_id` with a float in cents, which comes out of the change fund.

    Raises `DrawerOpen` when one is open already, also when two are opened at once.
    """
    require(by, "cash.take", unit_id)
    site = site_above(unit_id)
    if site is None:
        raise Refused("Choose the site where the drawer stands.", field="unit_id")
    if float_cents < 0:
        raise Refused("A float is not negative.", field="float_cents")
    on = at.astimezone(ZoneInfo(site.zone)).date()
    drawer = CashDrawer(
        id=new_id(),
        organization_id=by.organization_id,
        unit_id=site.id,
        person_id=by.person_id,
        opened_on=on,
        opened_at=at,
        float_cents=float_cents,
    )
    _insert(drawer)
    _post_float(drawer.id, site.id, float_cents, on, by=by, at=at)
    record_act(
        "drawer.opened", subject_type="drawer", subject_id=drawer.id, detail={"float_cents": float_cents}
    )
    return drawer


def _insert(drawer: CashDrawer) -> None:
    with connection.cursor() as cursor:
        # The unique index on open drawers decides between two windows; the loser waits and then is refused.
        cursor.execute(
            "insert into frontdesk_drawer (id, organization_id, unit_id, person_id, opened_on, opened_at, float_cents,"
            " counted, counts_made) values (%s, %s, %s, %s, %s, %s, %s, '{}', 0)"
            " on conflict (person_id) where closed_at is null do nothing",
            [
                drawer.id,
                drawer.organization_id,
                drawer.unit_id,
                drawer.person_id,
                drawer.opened_on,
                drawer.opened_at,
                drawer.float_cents,
            ],
        )
        if not cursor.rowcount:
            raise DrawerOpen()


def _post_float(
    drawer_id: uuid.UUID, site_id: uuid.UUID, float_cents: int, on: date, *, by: Actor, at: datetime
) -> None:
    if not float_cents:
        return
    post(
        source_kind="drawer float",
        source_key=f"drawer:{drawer_id}:float",
        effective_on=on,
        lines=[
            Line(Account.CASH_DRAWER, float_cents, unit_id=site_id, drawer_id=drawer_id),
            Line(Account.CASH_DRAWER, -float_cents, unit_id=site_id),
        ],
        memo="Float from the change fund",
        site_id=site_id,
        by=by,
        at=at,
    )


@transaction.atomic
def count_drawer(
    *,
    drawer_id: uuid.UUID,
    counted_cents: int,
    counted: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> CashDrawer:
    """Close a drawer with what was counted: the float goes back, the rest to the bank, a difference to over and short.

    One's own drawer needs `cash.take`, another person's `day.close`. `over_short_cents` is positive when there was
    more than the ledger says.
    """
    drawer = lock_drawer(drawer_id, by)
    if drawer.closed_at is not None:
        raise DrawerCounted()
    if counted_cents < 0:
        raise Refused("A count is not negative.", field="counted_cents")
    expected = balance_of(account=Account.CASH_DRAWER, drawer_id=drawer.id)
    deposit = deposit_after_float(counted_cents=counted_cents, float_cents=drawer.float_cents)
    drawer.counts_made += 1
    drawer.count_entry_id = _post_count(drawer, expected, counted_cents, deposit, by=by, at=at)
    drawer.counted, drawer.counted_cents, drawer.deposit_cents = dict(counted or {}), counted_cents, deposit
    drawer.over_short_cents = counted_cents - expected
    drawer.closed_at, drawer.closed_by_id = at, by.person_id
    drawer.save()
    record_act("drawer.counted", subject_type="drawer", subject_id=drawer.id,
               detail={"counted_cents": counted_cents, "over_short_cents": drawer.over_short_cents})  # fmt: skip
    return drawer


def _post_count(
    drawer: CashDrawer, expected: int, counted: int, deposit: int, *, by: Actor, at: datetime
) -> uuid.UUID | None:
    of_drawer = {"unit_id": drawer.unit_id, "drawer_id": drawer.id}
    lines = [
        Line(Account.CASH_DRAWER, -expected, **of_drawer),
        Line(Account.CASH_DRAWER, counted - deposit, unit_id=drawer.unit_id),
        Line(Account.BANK, deposit, **of_drawer),
        Line(Account.CASH_OVER_SHORT, expected - counted, **of_drawer),
    ]
    if not any(line.amount_cents for line in lines):
        return None
    return post(
        source_kind="drawer count",
        source_key=f"drawer:{drawer.id}:count:{drawer.counts_made}",
        effective_on=drawer.opened_on,
        lines=lines,
        memo="Drawer counted",
        site_id=drawer.unit_id,
        by=by,
        at=at,
    ).entry_id


@transaction.atomic
def reopen_drawer(*, drawer_id: uuid.UUID, by: Actor, at: datetime) -> CashDrawer:
    """Undo a count: its posting is reversed and the drawer is open again. Refused once the day is closed."""
    drawer = lock_drawer(drawer_id, by)
    if drawer.closed_at is None:
        return drawer
    if drawer.count_entry_id is not None:
        reverse(entry_id=drawer.count_entry_id, effective_on=drawer.opened_on, memo="Drawer count undone",
                site_id=drawer.unit_id, by=by, at=at)  # fmt: skip
    drawer.counted, drawer.counted_cents, drawer.deposit_cents, drawer.over_short_cents = {}, None, None, None
    drawer.count_entry_id = drawer.closed_at = drawer.closed_by_id = None
    try:
        with transaction.atomic():
            drawer.save()
    except IntegrityError:
        raise DrawerOpen() from None
    record_act("drawer.reopened", subject_type="drawer", subject_id=drawer.id)
    return drawer


def lock_drawer(drawer_id: uuid.UUID, by: Actor) -> CashDrawer:
    """The drawer, locked; raises `NotFound` unless it is one's own or one may close the day where it stands."""
    drawer = CashDrawer.objects.select_for_update().filter(id=drawer_id).first()
    if drawer is None:
        raise NotFound()
    if drawer.person_id == by.person_id:
        require(by, "cash.take")
    elif not by.may("day.close", drawer.unit_id):
        raise NotAllowed()
    return drawer
