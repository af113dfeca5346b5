"""What comes back before money: the 999, the 277CA, a TA1, and answers to nothing of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from wellrun.engines import x12
from wellrun.practice.claims import api as claims
from wellrun.practice.claims.models import ClaimAnswer, SubmissionClaim
from wellrun.practice.claims.testing import SENT_AT, deliver, make_claims, sent_claims, submit
from wellrun.practice.exchange import api as exchange
from wellrun.practice.worklist import api as worklist
from wellrun.simulation.clearinghouse import Clearinghouse, PayerHabits

LATER = SENT_AT + timedelta(hours=1)


def answers_to(submission, **habits):
    """The 999 and the 277CA of the simulated clearinghouse to a batch."""
    payer = sent_claims(submission)[0].payer.id
    house = Clearinghouse(3, [PayerHabits(payer, "Plan", **habits)])
    house.receive("b.837", exchange.content_of(submission.transmission), SENT_AT)
    return [content for _, content in house.due(LATER)]


def tasks(office, kind):
    return [task for task in worklist.open_tasks(by=office.program(), whose="all") if task.kind == kind]


def test_an_accepted_claim_knows_the_payers_number(office):
    claim = make_claims(office)[0]
    for content in answers_to(submit(office, [claim]), reject_share=0.0):
        assert deliver(office, content).state == "handled"
    claim.refresh_from_db()
    assert claim.state == "accepted"
    assert claim.payer_claim_number.startswith("PL")
    assert [answer.kind for answer in ClaimAnswer.objects.filter(claim=claim).order_by("id")] == [
        "999",
        "277CA",
    ]


def test_a_claim_that_was_turned_back_is_rejected_with_a_task_and_may_go_again(office):
    claim = make_claims(office)[0]
    for content in answers_to(submit(office, [claim]), reject_share=1.0):
        deliver(office, content)
    claim.refresh_from_db()
    assert claim.state == "rejected"
    assert len(tasks(office, "claim rejected")) == 1
    claims.scrub_claim(claim_id=claim.id, by=office.program(), at=LATER)
    assert tasks(office, "claim rejected") == []
    assert submit(office, [claim], at=LATER).number == 2
    assert SubmissionClaim.objects.filter(claim=claim, live=True).count() == 1


def test_a_refused_file_brings_every_claim_back(office):
    ready = make_claims(office, 2)
    submission = submit(office, ready)
    good = next(x12.read_acknowledgements(answers_to(submission)[0]))
    bad = replace(good, verdict="R", accepted=0)
    bad.transactions[0].verdict = "R"
    bad.transactions[0].segments = [x12.SegmentNote("CLM", 24, "8")]
    deliver(office, x12.write_999(bad))
    for claim in ready:
        claim.refresh_from_db()
        assert claim.state == "rejected"
    submission.refresh_from_db()
    assert submission.verdict == "R"


def test_an_answer_to_nothing_of_ours_raises_a_task(office):
    claim = make_claims(office)[0]
    first, second = answers_to(submit(office, [claim]))
    deliver(office, second.replace(claim.number.encode(), b"Z0000001"))
    deliver(office, first.replace(b"AK1*HC*1*", b"AK1*HC*9*"))
    assert len(tasks(office, "remittance unmatched")) == 2
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_a_late_answer_does_not_move_a_decided_claim(office):
    claim = make_claims(office)[0]
    contents = answers_to(submit(office, [claim]), reject_share=1.0)
    claims.Claim.objects.filter(id=claim.id).update(state="paid")
    deliver(office, contents[1])
    claim.refresh_from_db()
    assert claim.state == "paid"


@pytest.mark.parametrize("category, state", [("A1", "accepted"), ("A3", "rejected"), ("A6", "rejected"),
                                             ("A7", "rejected"), ("A8", "rejected")])  # fmt: skip
def test_each_category_means_what_it_says(office, category, state):
    claim = make_claims(office)[0]
    found = next(x12.read_claim_acknowledgements(answers_to(submit(office, [claim]), reject_share=0.0)[1]))
    found.claims[0].statuses = [x12.Status([x12.StatusCode(category, "20", "PR")], LATER.date(), "", 12_500)]
    deliver(office, x12.write_277ca(found, verify=False))
    claim.refresh_from_db()
    assert claim.state == state


def test_a_batch_turned_back_as_a_whole_brings_every_claim_back(office):
    ready = make_claims(office, 2)
    found = next(x12.read_claim_acknowledgements(answers_to(submit(office, ready), reject_share=0.0)[1]))
    found.claims, found.providers = [], []
    found.statuses = [x12.Status([x12.StatusCode("A3", "24", "41")], LATER.date(), "U", 25_000)]
    deliver(office, x12.write_277ca(found, verify=False))
    for claim in ready:
        claim.refresh_from_db()
        assert claim.state == "rejected"
