"""The wait list: who waits, whom a freed time suits and in which order, offers, answers, chains."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from wellrun.platform.access.api import NotAllowed, NotFound
from wellrun.platform.clock import VirtualClock, running
from wellrun.platform.events import publish
from wellrun.platform.verification import checks
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Channel, Link, Notice, NoticeState, enter_by_link, token_of
from wellrun.practice.outreach.events import NoticeAnswered, NoticeFailed
from wellrun.practice.patients.api import ConsentKind, merge_patients, move_to_compartment, sign_consent
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling import api as scheduling
from wellrun.practice.scheduling import jobs
from wellrun.practice.scheduling.events import AppointmentCancelled
from wellrun.practice.scheduling.operations.still_so import stale_offers, stale_recalls
from wellrun.practice.scheduling.testing import NINE, Clinic, make_hours, make_visit_type
from wellrun.practice.workforce.testing import make_provider

HOUR = timedelta(hours=1)
#: A week from the tests' `NOW`, at nine: far enough for batches of an hour.
FAR = NINE + timedelta(days=7)
JOBS = {each.name: each for each in (jobs.offer_time, jobs.tend, jobs.answered, jobs.undelivered)}


class Waiting(Clinic):
    """A clinic without rooms whose jobs are done when they are asked for."""

    def __init__(self, office):
        super().__init__(office, room_kind="", device_kind="")
        self.done = set()

    def work(self, at=NOW):
        """Do the jobs that were deferred, and those that they defer."""
        with running(VirtualClock(at)):
            while todo := [job for job in ProcrastinateJob.objects.order_by("id") if job.id not in self.done]:
                for job in todo:
                    self.done.add(job.id)
                    if job.task_name in JOBS:
                        JOBS[job.task_name](**job.args)
        self.office.program()

    def join(self, patient=None, **options):
        patient = patient or make_patient(self.office, email="a@example.org")
        wishes = {"urgency": "routine"} | options.pop("wishes", {})
        desk = self.desk(options.get("at", NOW))
        return scheduling.join_wait_list(
            patient_id=patient.id, visit_type_id=options.pop("visit_type_id", self.kind.id), wishes=wishes,
            by=desk, at=options.pop("at", NOW), **options,
        )  # fmt: skip

    def cancel(self, visit, at=NOW):
        scheduling.cancel_appointment(
            appointment_id=visit.id, reason="Patient asked", by=self.desk(at), at=at
        )
        self.work(at)

    def free(self, starts_at=FAR, at=NOW):
        """An opening: somebody cancels."""
        visit = self.book(starts_at, patient_id=make_patient(self.office).id)
        self.cancel(visit, at)
        return scheduling.Opening.objects.get(source_id=visit.id)

    def offers(self, opening, state="offered"):
        self.office.program()
        return list(opening.time_offers.filter(state=state).order_by("id"))

    def accept(self, offer, at=NOW):
        return scheduling.accept_offer(offer_id=offer.id, by=self.desk(at), at=at)


@pytest.fixture
def clinic(office):
    return Waiting(office)


def breaches():
    return [said for check in checks() if check.room == "scheduling" for said in check.run()]


class TestJoining:
    def test_a_patient_waits_once_for_a_visit(self, clinic):
        entry = clinic.join(clinic.patient)
        with pytest.raises(scheduling.WaitingRefused, match="waits for this visit already"):
            clinic.join(clinic.patient)
        ended = scheduling.end_waiting(entry_id=entry.id, reason="Moved away", by=clinic.desk(), at=NOW)
        assert (ended.state, ended.end_reason) == ("ended", "Moved away")
        assert scheduling.wait_again(entry_id=entry.id, by=clinic.desk(), at=NOW).since == entry.since

    def test_who_works_no_list_there_is_refused(self, clinic):
        with pytest.raises(NotAllowed):
            scheduling.join_wait_list(
                patient_id=clinic.patient.id,
                visit_type_id=clinic.kind.id,
                by=clinic.office.actor("biller"),
                at=NOW,
            )
        entry = clinic.join(clinic.patient)
        with pytest.raises(NotFound):
            scheduling.end_waiting(
                entry_id=entry.id, reason="x", by=clinic.office.actor("south_desk"), at=NOW
            )

    def test_nobody_waits_for_an_earlier_time_of_a_visit_that_is_over(self, clinic):
        visit = clinic.book()
        scheduling.cancel_appointment(appointment_id=visit.id, reason="x", by=clinic.desk(), at=NOW)
        with pytest.raises(scheduling.WaitingRefused, match="no earlier time"):
            clinic.join(clinic.patient, visit_id=visit.id)

    def test_days_go_forward(self, clinic):
        with pytest.raises(scheduling.WaitingRefused, match="latest day"):
            clinic.join(wishes={"earliest_on": date(2026, 7, 2), "latest_on": date(2026, 7, 1)})


class TestMatching:
    def order(self, clinic, opening):
        clinic.office.program()
        return [match.entry_id for match, _ in scheduling.find_matches(opening=opening, at=NOW)]

    def opening(self, clinic, **options):
        clinic.office.program()
        return scheduling.Opening(
            organization_id=clinic.office.organization.id, unit_id=clinic.office.cardiology.id,
            provider_id=clinic.provider.id, starts_at=FAR, ends_at=FAR + HOUR, freed_by="by hand", made_at=NOW,
            key="x", **options,
        )  # fmt: skip

    def test_urgency_then_weeks_waited_then_who_was_offered_least_recently(self, clinic):
        long = clinic.join(at=NOW - timedelta(days=30))
        urgent = clinic.join(wishes={"urgency": "urgent"})
        soon = clinic.join(wishes={"urgency": "soon"})
        asked = clinic.join(at=NOW - timedelta(days=8))
        never = clinic.join(at=NOW - timedelta(days=7, hours=1))
        clinic.office.program()
        scheduling.WaitingEntry.objects.filter(id=asked.id).update(offered_at=NOW - timedelta(days=1))
        wanted = [urgent, soon, long, never, asked]
        assert self.order(clinic, self.opening(clinic)) == [each.id for each in wanted]

    def test_language_and_channel_change_nothing(self, clinic):
        first = clinic.join(make_patient(clinic.office, language="es", phone_mobile=""), at=NOW - 2 * HOUR)
        second = clinic.join(make_patient(clinic.office, email="b@example.org"), at=NOW - HOUR)
        assert self.order(clinic, self.opening(clinic)) == [first.id, second.id]

    @pytest.mark.parametrize(
        "wishes",
        [
            {"weekdays": [0, 1]},
            {"day_times": ["afternoon"]},
            {"earliest_on": date(2026, 6, 11)},
            {"latest_on": date(2026, 6, 9)},
            {"provider_ids": [uuid.UUID(int=7)]},
            {"notice_hours": 24 * 9},
        ],
    )
    def test_what_a_patient_does_not_want_is_not_offered(self, clinic, wishes):
        clinic.join(wishes=wishes)
        fits = clinic.join(wishes={"weekdays": [2], "day_times": ["morning"], "latest_on": date(2026, 6, 10),
                                   "provider_ids": [clinic.provider.id], "notice_hours": 48})  # fmt: skip
        assert self.order(clinic, self.opening(clinic)) == [fits.id]

    def test_who_is_elsewhere_dead_too_young_or_longer_is_left_out(self, clinic):
        office = clinic.office
        busy = make_patient(office)
        clinic.join(busy)
        other = make_provider(office, family_name="Ito")
        make_hours(office, provider_id=other.id)
        clinic.book(FAR, patient_id=busy.id, provider_id=other.id)
        dead = make_patient(office)
        clinic.join(dead)
        office.program()
        type(dead).objects.filter(id=dead.id).update(deceased_on=date(2026, 6, 1))
        long = make_visit_type(office, name="Long", minutes=90)
        clinic.join(visit_type_id=long.id)
        new = make_visit_type(office, name="New", new_patient=True)
        old = make_visit_type(office, name="Known", new_patient=False)
        fits = clinic.join(visit_type_id=new.id)
        clinic.join(visit_type_id=old.id)
        young = make_visit_type(office, name="Young")
        scheduling.VisitType.objects.filter(id=young.id).update(age_below=2)
        clinic.join(visit_type_id=young.id)
        assert self.order(clinic, self.opening(clinic)) == [fits.id]

    def test_another_department_that_would_do(self, clinic):
        office = clinic.office
        make_visit_type(office, unit=office.family_south, name=clinic.kind.name)
        far = make_provider(office, unit=office.family_south, family_name="Sato")
        make_hours(office, provider_id=far.id, unit=office.family_south)
        clinic.join()
        near = clinic.join(wishes={"unit_ids": [office.family_south.id]})
        opening = self.opening(clinic)
        opening.unit_id, opening.provider_id = office.family_south.id, far.id
        assert self.order(clinic, opening) == [near.id]


class TestOffers:
    def test_a_canceled_visit_is_offered_to_the_first_batch_once(self, clinic):
        entries = [clinic.join(at=NOW - timedelta(hours=number)) for number in (9, 8, 7, 6)]
        opening = clinic.free()
        offers = clinic.offers(opening)
        assert {offer.entry_id for offer in offers} == {entry.id for entry in entries[:3]}
        assert opening.batch_ends_at == NOW + timedelta(minutes=63)
        notice = Notice.objects.get(subject_id=offers[0].id)
        assert "Wednesday, June 10, 2026, 9:00 AM" in notice.body and "{link}" in notice.body
        assert clinic.kind.name not in notice.body and "Cardiology" not in notice.body
        event = AppointmentCancelled(opening.source_id, clinic.patient.id, opening.unit_id, NOW)
        publish(event)
        clinic.work()
        assert scheduling.Opening.objects.count() == 1 and len(clinic.offers(opening)) == 3

    def test_a_booking_that_is_undone_gives_its_time_to_the_list(self, clinic):
        clinic.join()
        visit = clinic.book(FAR, patient_id=make_patient(clinic.office).id)
        scheduling.undo_step(appointment_id=visit.id, by=clinic.desk(), at=NOW)
        clinic.work()
        assert len(clinic.offers(scheduling.Opening.objects.get(starts_at=FAR))) == 1

    def test_a_move_that_is_undone_gives_the_later_time_to_the_list(self, clinic):
        clinic.join(wishes={"earliest_on": date(2026, 6, 11)})
        visit = clinic.book(FAR, patient_id=make_patient(clinic.office).id)
        later = FAR + 48 * HOUR
        scheduling.move_appointment(appointment_id=visit.id, starts_at=later, by=clinic.desk(), at=NOW)
        clinic.work()
        after = NOW + timedelta(minutes=1)
        scheduling.undo_step(appointment_id=visit.id, by=clinic.desk(after), at=after)
        clinic.work(after)
        opening = scheduling.Opening.objects.get(starts_at=later)
        assert (opening.freed_by, len(clinic.offers(opening))) == ("moved", 1)

    def test_what_begins_too_soon_or_is_not_free_is_not_offered(self, clinic):
        clinic.join(wishes={"notice_hours": 0})
        told = {"provider_id": clinic.provider.id, "unit_id": clinic.office.cardiology.id, "freed_by": "by hand",
                "by": clinic.office.program(), "at": NOW}  # fmt: skip
        soon = NOW + timedelta(minutes=30)
        assert scheduling.open_freed_time(**told, starts_at=soon, ends_at=soon + HOUR, key="soon") is None
        night = FAR + 12 * HOUR
        assert scheduling.open_freed_time(**told, starts_at=night, ends_at=night + HOUR, key="night") is None
        clinic.book(FAR)
        told["by"] = clinic.office.program()
        assert scheduling.open_freed_time(
            **told, starts_at=FAR, ends_at=FAR + timedelta(minutes=30), key="taken"
        ) is None  # fmt: skip
        part = scheduling.open_freed_time(**told, starts_at=FAR, ends_at=FAR + HOUR, key="half")
        assert part.starts_at == FAR + timedelta(minutes=30)

    def test_the_first_wins_and_the_others_are_told_at_once(self, clinic):
        for number in (9, 8, 7):
            clinic.join(at=NOW - timedelta(hours=number))
        opening = clinic.free()
        first, second, third = clinic.offers(opening)
        Notice.objects.filter(subject_id=second.id).update(state=NoticeState.SENT)
        accepted = clinic.accept(third)
        clinic.work()
        visit = scheduling.appointment(accepted.appointment_id)
        assert (visit.starts_at, visit.patient_id, visit.booked_through) == (
            FAR,
            third.patient_id,
            "wait list",
        )
        states = {offer.id: offer.state for offer in opening.time_offers.all()}
        assert states == {first.id: "lost", second.id: "lost", third.id: "accepted"}
        assert Notice.objects.get(subject_id=first.id).state == NoticeState.WITHDRAWN
        gone = Notice.objects.get(kind="waitlist.gone")
        assert gone.subject_id == second.id
        with pytest.raises(scheduling.SomebodyFaster, match="keep your place"):
            clinic.accept(first)
        assert clinic.accept(third).appointment_id == visit.id
        clinic.office.program()
        assert breaches() == []

    def test_a_batch_ends_and_the_next_are_asked_until_nobody_is_left(self, clinic):
        for number in range(4):
            clinic.join(at=NOW - timedelta(hours=number))
        opening = clinic.free()
        Notice.objects.update(state=NoticeState.SENT)
        first = clinic.offers(opening)
        later = opening.batch_ends_at
        for at in (later - timedelta(seconds=1), later):
            scheduling.tend_opening(opening_id=opening.id, by=clinic.office.program(at), at=at)
            assert len(clinic.offers(opening)) == (3 if at < later else 1)
        with pytest.raises(scheduling.OfferOver, match="has ended"):
            clinic.accept(first[0], later)
        Notice.objects.update(state=NoticeState.SENT)
        opening.refresh_from_db()
        at = opening.batch_ends_at
        ended = scheduling.tend_opening(opening_id=opening.id, by=clinic.office.program(at), at=at)
        assert ended.state == "ended"

    def test_when_all_have_declined_the_next_are_asked_at_once(self, clinic):
        for number in range(4):
            clinic.join(at=NOW - timedelta(hours=number))
        opening = clinic.free()
        for offer in clinic.offers(opening):
            scheduling.decline_offer(offer_id=offer.id, by=clinic.desk(), at=NOW)
        clinic.work()
        assert len(clinic.offers(opening)) == 1

    def test_a_near_opening_has_shorter_batches_that_widen(self, clinic):
        for number in range(8):
            clinic.join(at=NOW - timedelta(hours=number))
        opening = clinic.free(NINE)
        assert opening.batch_ends_at == NOW + timedelta(minutes=23)
        Notice.objects.update(state=NoticeState.SENT)
        at = opening.batch_ends_at
        scheduling.tend_opening(opening_id=opening.id, by=clinic.office.program(at), at=at)
        assert len(clinic.offers(opening)) == 5

    def test_a_time_that_the_desk_has_booked_ends_its_offers(self, clinic):
        clinic.join()
        opening = clinic.free()
        clinic.book(FAR)
        with pytest.raises(scheduling.SomebodyFaster):
            clinic.accept(clinic.offers(opening)[0])
        with running(VirtualClock(NOW)):
            jobs.tend_all()
        clinic.work()
        opening.refresh_from_db()
        assert opening.state == "taken" and opening.time_offers.get().state == "lost"

    def test_made_at_night_for_the_early_morning_it_is_called(self, clinic):
        clinic.join()
        night, eight = datetime(2026, 6, 3, 3, tzinfo=UTC), NINE - HOUR
        opening = clinic.free(eight, night)
        notice = Notice.objects.get(subject_id=clinic.offers(opening)[0].id)
        assert notice.channel == Channel.CALL and opening.batch_ends_at == eight

    def test_made_at_night_for_a_later_day_the_time_to_answer_counts_from_the_morning(self, clinic):
        clinic.join()
        night = datetime(2026, 6, 3, 3, tzinfo=UTC)
        opening = clinic.free(FAR, night)
        assert opening.batch_ends_at == datetime(2026, 6, 3, 14, tzinfo=UTC)

    def test_in_the_night_the_clocks_go_forward_nobody_loses_the_hour(self, clinic):
        clinic.join(at=datetime(2026, 3, 6, 15, tzinfo=UTC))
        night = datetime(2026, 3, 8, 3, tzinfo=UTC)
        visit = clinic.book(datetime(2026, 3, 11, 14, tzinfo=UTC), patient_id=make_patient(clinic.office).id,
                            at=night - HOUR)  # fmt: skip
        clinic.cancel(visit, night)
        opening = scheduling.Opening.objects.get()
        # Eight in the morning is 13:00 UTC from that day on; an hour later the batch ends.
        assert opening.batch_ends_at == datetime(2026, 3, 8, 14, tzinfo=UTC)

    def test_while_the_gateway_is_down_nobody_loses_the_turn(self, clinic):
        for number in range(4):
            clinic.join(at=NOW - timedelta(hours=number))
        opening = clinic.free()
        before, at = clinic.offers(opening), opening.batch_ends_at
        scheduling.tend_opening(opening_id=opening.id, by=clinic.office.program(at), at=at)
        assert [offer.id for offer in clinic.offers(opening)] == [offer.id for offer in before]
        waits = Notice.objects.filter(subject_id=before[0].id, state=NoticeState.WAITING)
        opening.refresh_from_db()
        # What waits says the new end; what said the old one is taken back.
        assert [notice.lapses_at for notice in waits] == [opening.batch_ends_at]
        assert clinic.accept(before[0], at + timedelta(minutes=5)).state == "accepted"

    def test_an_opening_by_a_link(self, clinic):
        clinic.join()
        opening = clinic.free()
        offer = clinic.offers(opening)[0]
        link = Link.objects.get(subject_id=offer.id)
        _, by = enter_by_link(token=token_of(link.id), purpose="offer", request_id=None, at=NOW)
        shown = scheduling.offer_for_link(link=link, at=NOW)
        assert shown.stands and not shown.taken and shown.place == "North"
        scheduling.accept_offer(offer_id=offer.id, by=by, at=NOW)
        assert scheduling.offer_for_link(link=link, at=NOW).state == "accepted"
        clinic.office.program()
        assert scheduling.WaitingEntry.objects.get(id=offer.entry_id).state == "booked"

    def test_leaving_the_list_by_a_link(self, clinic):
        clinic.join()
        offer = clinic.offers(clinic.free())[0]
        link = Link.objects.get(subject_id=offer.id)
        _, by = enter_by_link(token=token_of(link.id), purpose="offer", request_id=None, at=NOW)
        scheduling.leave_wait_list(offer_id=offer.id, by=by, at=NOW)
        clinic.office.program()
        assert scheduling.WaitingEntry.objects.get(id=offer.entry_id).state == "ended"

    @pytest.mark.parametrize(
        ("word", "state"), [("yes", "accepted"), ("no", "declined"), ("words", "offered")]
    )
    def test_an_answer_by_text(self, clinic, word, state):
        patient = make_patient(clinic.office)
        sign_consent(patient_id=patient.id, kind=ConsentKind.MESSAGES, by=clinic.desk(), at=NOW)
        clinic.join(patient)
        offer = clinic.offers(clinic.free())[0]
        notice = Notice.objects.get(subject_id=offer.id)
        assert notice.channel == Channel.TEXT
        publish(NoticeAnswered(notice.id, notice.kind, offer.id, offer.patient_id, offer.organization_id, word,
                               word, NOW))  # fmt: skip
        clinic.work()
        offer.refresh_from_db()
        assert offer.state == state

    def test_who_answers_too_late_by_text_is_told(self, clinic):
        clinic.join(at=NOW - HOUR)
        clinic.join()
        opening = clinic.free()
        first, second = clinic.offers(opening)
        Notice.objects.filter(subject_id=second.id).update(state=NoticeState.SENT)
        clinic.accept(first)
        publish(NoticeAnswered(uuid.uuid4(), "waitlist.offer", second.id, second.patient_id, second.organization_id,
                               "yes", "Yes", NOW))  # fmt: skip
        clinic.work()
        assert Notice.objects.filter(kind="waitlist.gone", subject_id=second.id).count() == 1

    def test_who_cannot_be_written_to_is_called(self, clinic):
        clinic.join()
        offer = clinic.offers(clinic.free())[0]
        for _ in range(2):
            publish(NoticeFailed(uuid.uuid4(), "waitlist.offer", offer.id, offer.patient_id, offer.organization_id,
                                 NOW))  # fmt: skip
        clinic.work()
        assert Notice.objects.filter(subject_id=offer.id, channel=Channel.CALL).count() == 1


class TestChains:
    def test_a_chain_of_four(self, clinic):
        """Each winner's old time is offered in turn; the first opening is four moves from the last."""
        visits = [
            clinic.book(FAR + number * HOUR, patient_id=make_patient(clinic.office).id) for number in range(5)
        ]
        for visit in visits[1:]:
            patient = type(clinic.patient).objects.get(id=visit.patient_id)
            # Whoever comes later wants no more than the hour before.
            clinic.join(patient, visit_id=visit.id)
        clinic.cancel(visits[0])
        depths = []
        while opening := scheduling.Opening.objects.filter(state="open").first():
            waiting = {offer.entry.visit_id: offer for offer in clinic.offers(opening)}
            nearest = next(visit for visit in visits if visit.id in waiting)
            clinic.accept(waiting[nearest.id])
            depths.append(opening.depth)
            clinic.work()
        assert depths == [1, 2, 3, 4]
        times = {each.id: scheduling.appointment(each.id).starts_at for each in visits[1:]}
        assert [times[visit.id] for visit in visits[1:]] == [FAR + number * HOUR for number in range(4)]
        assert breaches() == []

    def test_nobody_goes_around_in_circles(self, clinic):
        """Two patients who would each have the other's time end the chain: an acceptance ends the waiting."""
        visits = [
            clinic.book(FAR + number * HOUR, patient_id=make_patient(clinic.office).id) for number in range(3)
        ]
        for visit in visits:
            clinic.join(type(clinic.patient).objects.get(id=visit.patient_id), visit_id=visit.id)
        scheduling.move_appointment(
            appointment_id=visits[0].id, starts_at=FAR + 5 * HOUR, by=clinic.desk(), at=NOW
        )
        clinic.work()
        rounds = 0
        while opening := scheduling.Opening.objects.filter(state="open").first():
            offers = clinic.offers(opening)
            # Whoever gave a time up is not offered the same.
            assert opening.source_id not in {offer.entry.visit_id for offer in offers}
            clinic.accept(offers[0])
            clinic.work()
            rounds += 1
        assert rounds <= 3

    def test_a_visit_in_another_department_is_given_up(self, clinic, client):
        office = clinic.office
        kind = make_visit_type(office, unit=office.family_south, name=clinic.kind.name)
        far = make_provider(office, unit=office.family_south, family_name="Sato")
        make_hours(office, provider_id=far.id, unit=office.family_south)
        visit = clinic.book(FAR + 24 * HOUR)
        clinic.join(clinic.patient, visit_id=visit.id, wishes={"unit_ids": [office.family_south.id]})
        opening = scheduling.open_freed_time(
            provider_id=far.id, unit_id=office.family_south.id, starts_at=FAR, ends_at=FAR + HOUR,
            freed_by=scheduling.FreedBy.HAND, key="hand", by=office.actor("south_desk"), at=NOW,
        )  # fmt: skip
        clinic.work()
        offer = clinic.offers(opening)[0]
        client.force_login(office.users["south_desk"])
        with running(VirtualClock(NOW)):
            page = client.get(f"/appointments/openings/{opening.id}/")
            assert clinic.patient.family_name in page.text and "other department" in page.text
            client.post(f"/appointments/openings/offers/{offer.id}/acceptance/")
        office.program()
        assert scheduling.appointment(visit.id).state == "cancelled"
        offer.refresh_from_db()
        booked = scheduling.appointment(offer.appointment_id)
        assert (booked.visit_type_id, booked.starts_at) == (kind.id, FAR)


class TestCharts:
    def test_a_merged_chart_brings_its_place_and_its_offer(self, clinic):
        office = clinic.office
        twin = make_patient(office)
        entry = clinic.join(twin)
        offer = clinic.offers(clinic.free())[0]
        merge_patients(survivor_id=clinic.patient.id, merged_id=twin.id, reason="same card",
                       by=office.actor("manager"), at=NOW)  # fmt: skip
        accepted = clinic.accept(offer)
        office.program()
        assert scheduling.appointment(accepted.appointment_id).patient_id == clinic.patient.id
        assert scheduling.WaitingEntry.objects.get(id=entry.id).patient_id == clinic.patient.id

    def test_of_two_places_for_one_visit_the_survivors_stays(self, clinic):
        office = clinic.office
        twin = make_patient(office)
        entries = [clinic.join(clinic.patient), clinic.join(twin)]
        merge_patients(survivor_id=clinic.patient.id, merged_id=twin.id, reason="same card",
                       by=office.actor("manager"), at=NOW)  # fmt: skip
        office.program()
        states = [scheduling.WaitingEntry.objects.get(id=entry.id).state for entry in entries]
        assert states == ["waiting", "ended"]

    def test_a_patient_who_died_meanwhile_is_booked_nowhere(self, clinic):
        entry = clinic.join()
        offer = clinic.offers(clinic.free())[0]
        clinic.office.program()
        type(clinic.patient).objects.filter(id=entry.patient_id).update(deceased_on=date(2026, 6, 2))
        with pytest.raises(scheduling.NotBookable, match="deceased"):
            clinic.accept(offer)

    def test_a_chart_that_moves_to_another_compartment_takes_the_wait_list_along(self, clinic):
        entry = clinic.join(clinic.patient)
        program = clinic.office.program()
        move_to_compartment(
            patient_id=clinic.patient.id, compartment="restricted", reason="x", by=program, at=NOW
        )
        clinic.desk()
        assert not scheduling.WaitingEntry.objects.filter(id=entry.id).exists()


class TestStillSo:
    """What waits to leave is asked about once more when it leaves."""

    def test_an_offer_that_is_over_does_not_leave(self, clinic):
        clinic.join()
        opening = clinic.free()
        notices = list(Notice.objects.filter(kind="waitlist.offer"))
        assert notices and stale_offers(notices, NOW) == set()
        assert stale_offers(notices, FAR) == {notices[0].id}
        scheduling.decline_offer(offer_id=clinic.offers(opening)[0].id, by=clinic.desk(), at=NOW)
        assert stale_offers(notices, NOW) == {notices[0].id}

    def test_a_recall_that_is_over_does_not_leave(self, clinic):
        patient = make_patient(clinic.office, email="a@example.org")
        recall = scheduling.set_recall(
            patient_id=patient.id,
            visit_type_id=clinic.kind.id,
            due_on=NOW.date() + timedelta(days=10),
            by=clinic.desk(),
            at=NOW,
        )
        scheduling.ask_due_recalls(by=clinic.office.program(), at=NOW)
        notices = list(Notice.objects.filter(kind="recall"))
        assert notices and stale_recalls(notices, NOW) == set()
        scheduling.end_recall(recall_id=recall.id, reason="Moved away", by=clinic.desk(), at=NOW)
        assert stale_recalls(notices, NOW) == {notices[0].id}
