"""What patients are told and what they answer: reminders and news of visits leave twice a day by gateways that keep
them to themselves, patients answer texts, and the desk works the call list."""

from __future__ import annotations

from datetime import datetime, timedelta

from wellrun.practice.outreach.api import (
    CallOutcome,
    Channel,
    Gateway,
    Letter,
    Notice,
    NoticeState,
    Rejected,
    Security,
    hear_text,
    lines_from,
    record_call,
    report_text,
    send_due,
    set_gateway,
)
from wellrun.practice.scheduling.api import remind_visits, tell_changes
from wellrun.simulation.chance import weighted
from wellrun.simulation.world import World

#: For how many days before the last the practice has had its gateways: it called everybody until then.
CONNECTED_FOR = timedelta(days=9)
#: Of texts that ask for a confirmation, what comes back; nothing from the rest.
_ANSWERS = {"YES": 58, "": 33, "NO": 4, "Can I come an hour later?": 2, "STOP": 1.5}
_CALLS = {CallOutcome.CONFIRMED: 45, CallOutcome.LEFT_MESSAGE: 30, CallOutcome.NO_ANSWER: 17,
          CallOutcome.WANTS_CHANGE: 5, CallOutcome.WRONG_NUMBER: 3}  # fmt: skip
_CALLS_A_DAY = 12


class Keeping:
    """A line that takes every letter and sends none; now and then an address does not exist."""

    def __init__(self, world: World) -> None:
        self.world = world

    def send(self, letter: Letter, *, at: datetime) -> str:
        """Take a letter; the number that the gateway gives it."""
        if self.world.chance.of("gateways").random() < 0.01:
            raise Rejected("550 No such recipient here")
        self.world.counts["messages sent"] += 1
        return f"KEPT{letter.key}"

    def close(self) -> None:
        """Nothing is held open."""


class MessagesOut:
    """The messages of the days, from when the gateways are connected."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance.of("answers")
        self.gateway: Gateway | None = None
        self.answered_until: datetime | None = None

    def connect(self) -> None:
        """Set both gateways up, with which the usual rules about messages come."""
        with self.world.as_program() as (by, at):
            common = {"organization_id": self.world.organization.id, "by": by, "at": at}
            set_gateway(channel=Channel.EMAIL, sender="visits@prairie-oak.example", host="127.0.0.1", port=2525,
                        security=Security.NONE, **common)  # fmt: skip
            self.gateway = set_gateway(
                channel=Channel.TEXT, sender="+13095550199", url="http://127.0.0.1:2526/messages", **common
            )
        self.answered_until = at

    def remind(self) -> None:
        """Make the reminders that are due and let them leave."""
        with self.world.as_program() as (by, at):
            pass
        remind_visits(organization_id=self.world.organization.id, by=by, at=at)
        self.send()

    def tell(self) -> None:
        """Say what was booked, moved and canceled; it leaves with the next sending."""
        with self.world.as_program() as (by, at):
            self.world.counts["told"] += tell_changes(
                organization_id=self.world.organization.id, by=by, at=at
            )

    def send(self) -> None:
        """Let leave what is due."""
        with lines_from(lambda gateway: Keeping(self.world)):
            send_due(organization_id=self.world.organization.id, at=self.world.now())

    def answer(self) -> None:
        """Patients whom a text asked to confirm since the last time answer it, or do not."""
        assert self.gateway is not None
        world, since = self.world, self.answered_until
        self.answered_until = world.now()
        with world.as_program():
            asked = list(
                Notice.objects.filter(
                    channel=Channel.TEXT, state=NoticeState.SENT, sent_at__gt=since
                ).order_by("id")
            )
        for notice in asked:
            word = weighted(self.chance, _ANSWERS) if "confirm" in notice.kind else ""
            with world.refusals_counted(), world.as_program() as (_, at):
                report_text(gateway=self.gateway, notice_id=notice.id, gateway_id=f"KEPT{notice.id}",
                            status="delivered", why="", at=at)  # fmt: skip
                if word:
                    hear_text(gateway=self.gateway, gateway_id=f"IN{notice.id}", number=notice.address, body=word,
                              at=at)  # fmt: skip
                    world.counts[f"answered {word if word.isupper() else 'in words'}"] += 1
            if word == "YES" and notice.subject_id in world.diary:
                world.diary[notice.subject_id].confirmed = True

    def work_call_list(self) -> None:
        """Each site's desk makes the first calls of its list."""
        world = self.world
        for site in world.plan.sites:
            departments = [each.key for each in world.plan.departments if each.site == site.key]
            desks = world.desk_of(departments[0]) if departments else []
            if not desks:
                continue
            units = [world.units[key].id for key in departments]
            with world.acting_as(desks[0]) as (_, at):
                waiting = list(
                    Notice.objects.filter(
                        channel=Channel.CALL, state=NoticeState.WAITING, unit_id__in=units, leaves_at__lte=at
                    ).order_by("lapses_at", "id")[:_CALLS_A_DAY]
                )
            for notice in waiting:
                outcome = weighted(self.chance, _CALLS)
                with world.refusals_counted(), world.acting_as(self.chance.choice(desks)) as (by, at):
                    record_call(notice_id=notice.id, outcome=outcome, by=by, at=at)
                    world.counts["called from the list"] += 1
