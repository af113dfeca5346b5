"""Money: drawers, the day's close, claims on their way, remittances, and statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wellrun.platform.access.matrix import Role
from wellrun.practice.billing.api import run_statements, statements_due
from wellrun.practice.claims.api import submit_claims
from wellrun.practice.exchange.api import fetch_new, send_queued
from wellrun.practice.frontdesk.api import close_office_day, count_drawer, open_drawer
from wellrun.practice.ledger.api import Account, balance_of
from wellrun.simulation.world import World

FLOAT_CENTS = 15_000
_PIECES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)


class Money:
    """The money of the days. `answer` is the clearinghouse: it looks at its folder and leaves its answers."""

    def __init__(self, world: World, answer: Callable[[datetime], None]) -> None:
        self.world = world
        self.chance = world.chance.of("money")
        self.answer = answer
        self.drawers: dict[str, object] = {}

    def open_drawers(self) -> None:
        """Everybody at a desk that is open today takes their float."""
        for username, unit in self._on_duty():
            with self.world.acting_as(username) as (by, at):
                drawer = open_drawer(unit_id=self.world.units[unit].id, float_cents=FLOAT_CENTS, by=by, at=at)
            self.drawers[username] = drawer.id

    def _on_duty(self) -> list[tuple[str, str]]:
        desk = [each for each in self.world.plan.staff if each.role is Role.MEDICAL_SECRETARY]
        return [(each.username, each.unit) for each in desk]

    def count_drawers(self) -> None:
        """Everybody counts what they took; now and then it is a little off."""
        for username, drawer_id in self.drawers.items():
            with self.world.acting_as(username) as (by, at):
                expected = balance_of(account=Account.CASH_DRAWER, drawer_id=drawer_id)
                off = self.chance.choice((-500, -100, 100, 25)) if self.chance.random() < 0.05 else 0
                counted = max(expected + off, 0)
                count_drawer(
                    drawer_id=drawer_id, counted_cents=counted, counted=_pieces(counted), by=by, at=at
                )
        self.drawers.clear()

    def close_day(self) -> None:
        """Each site's day is closed with the totals of its sheet."""
        manager = self.world.staff(Role.OFFICE_MANAGER, "")[0]
        for site in self.world.plan.sites:
            with self.world.acting_as(manager) as (by, at):
                close_office_day(site_id=self.world.units[site.key].id, on=self.world.today(), by=by, at=at)

    def submit(self) -> None:
        """The lead biller sends what is ready; what the clearinghouse makes of it comes with the next fetch."""
        biller = self.world.staff(Role.BILLER, "")[0]
        with self.world.refusals_counted(), self.world.acting_as(biller) as (by, at):
            batch = submit_claims(by=by, at=at)
            self.world.counts["claims sent"] += batch.claim_count
            self.world.counts["charges sent, cents"] += batch.charge_cents
        self.exchange()

    def exchange(self) -> None:
        """Files go out, the clearinghouse looks at its folder, and what it has for us is taken in and posted."""
        at, organization = self.world.now(), self.world.organization.id
        send_queued(at=at, organization_id=organization)
        self.answer(at)
        received = fetch_new(at=at, organization_id=organization)
        self.world.counts["files received"] += len(received)

    def send_statements(self) -> None:
        """The second biller sends the week's statements, the largest balances first."""
        biller = self.world.staff(Role.BILLER, "")[1]
        with self.world.acting_as(biller) as (by, at):
            due = statements_due(by=by, on=self.world.today(), limit=self.world.plan.statements_a_week)
            run = run_statements(patient_ids=[each.patient_id for each in due], by=by, at=at)
            self.world.counts["statements"] += len(run.sent)


def _pieces(cents: int) -> dict[str, int]:
    counted = {}
    for value in _PIECES:
        number, cents = divmod(cents, value)
        if number:
            counted[str(value)] = number
    return counted
