"""The clearinghouse itself: what it has received, what it owes, and when each answer is due."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from wellrun.engines.x12 import (
    Claim,
    Finding,
    Party,
    RemittedClaim,
    StatusCode,
    check,
    read_claims,
    read_transactions,
)
from wellrun.simulation.clearinghouse.answering import acknowledge_claims, acknowledge_syntax
from wellrun.simulation.clearinghouse.deciding import PAID, decide, lowered, taken_back
from wellrun.simulation.clearinghouse.habits import Faults, PayerHabits
from wellrun.simulation.clearinghouse.paying import faulty_versions, payment_of

_SYNTAX_AFTER = timedelta(minutes=1)
_CLAIMS_AFTER = timedelta(minutes=20)
_PAID_AT = time(10, 0, tzinfo=UTC)
_TAKEN_BACK_AFTER = timedelta(days=21)
_NO_SUCH_PAYER = StatusCode("A3", "116", "PR")
_REFUSALS = (StatusCode("A7", "164", "IL"), StatusCode("A6", "562", "82"), StatusCode("A8", "496", "85"))


@dataclass(order=True)
class _Delivery:
    due_at: datetime
    name: str
    content: bytes = field(compare=False)


@dataclass
class _Run:
    """The claims that one payer pays one payee on one day."""

    habits: PayerHabits
    payee: Party
    receiver: str
    claims: list[RemittedClaim] = field(default_factory=list)


class Clearinghouse:
    """Answers claims for a set of payers. Deterministic: the same seed, payers and files give the same
    bytes.
    """

    def __init__(self, seed: int, payers: Iterable[PayerHabits], faults: Faults | None = None) -> None:
        self._seed = seed
        self._payers = {payer.electronic_id: payer for payer in payers}
        self._faults = faults or Faults()
        self._seen: set[str] = set()
        self._waiting: list[_Delivery] = []
        self._runs: dict[tuple[date, str, str], _Run] = {}
        self._deductibles: dict[tuple[str, str, int], int] = defaultdict(int)
        self._owed: dict[tuple[str, str], int] = defaultdict(int)

    def receive(self, name: str, content: bytes, at: datetime) -> None:
        """Take a file. The same content again is ignored; what holds no professional claims is never
        answered.
        """
        digest = hashlib.sha256(content).hexdigest()
        if digest in self._seen:
            return
        self._seen.add(digest)
        refused = self._acknowledge(content, digest, at)
        batches: dict[str, list[Claim]] = defaultdict(list)
        for claim in read_claims(content):
            control = claim.header.envelope.transaction_control
            if control not in refused:
                batches[control].append(claim)
        for control, claims in batches.items():
            self._take(claims, f"{digest}:{control}", at)

    def due(self, at: datetime) -> list[tuple[str, bytes]]:
        """What is to be delivered by `at`, in order of time; each file once."""
        for key in sorted(key for key in self._runs if datetime.combine(key[0], _PAID_AT) <= at):
            self._pay(key, self._runs.pop(key))
        ready = sorted(one for one in self._waiting if one.due_at <= at)
        self._waiting = [one for one in self._waiting if one.due_at > at]
        return [(one.name, one.content) for one in ready]

    def process(self, files: Iterable[tuple[str, bytes]], at: datetime) -> list[tuple[str, bytes]]:
        """Take files and give what is due at the same instant."""
        for name, content in files:
            self.receive(name, content, at)
        return self.due(at)

    def _acknowledge(self, content: bytes, digest: str, at: datetime) -> set[str]:
        sets = [found for found in read_transactions(content) if found.envelope.transaction_set == "837"]
        if not sets:
            return set()
        faults: dict[str, list[Finding]] = {found.envelope.transaction_control: [] for found in sets}
        for finding in check(content):
            if finding.severity == "error" and finding.snip < 3:
                for control in [finding.transaction] if finding.transaction in faults else faults:
                    faults[control].append(finding)
        when = at + _SYNTAX_AFTER
        answer = acknowledge_syntax(sets[0].envelope, faults, self._number(f"999:{digest}"), when)
        self._deliver(when, f"{sets[0].envelope.interchange_control}.999", answer)
        return {control for control, found in faults.items() if found}

    def _take(self, claims: list[Claim], key: str, at: datetime) -> None:
        when = at + _CLAIMS_AFTER
        numbers, refusals = {}, {}
        for claim in claims:
            refusal = self._refusal(claim)
            if refusal is not None:
                refusals[claim.control_number] = refusal
                continue
            numbers[claim.control_number] = self._payer_number(claim)
            self._schedule(claim, numbers[claim.control_number], at)
        answer = acknowledge_claims(claims, numbers, refusals, self._number(f"277:{key}"), when)
        self._deliver(when, f"{claims[0].header.reference}.277", answer)

    def _refusal(self, claim: Claim) -> StatusCode | None:
        habits = self._payers.get(claim.payer.id)
        if habits is None:
            return _NO_SUCH_PAYER
        chance = self._chance("refusal", claim)
        return chance.choice(_REFUSALS) if chance.random() < habits.reject_share else None

    def _schedule(self, claim: Claim, number: str, at: datetime) -> None:
        habits = self._payers[claim.payer.id]
        chance = self._chance("decision", claim)
        member = (habits.electronic_id, claim.subscriber.member_id, at.year)
        decided, used = decide(
            claim, habits, number, habits.deductible_cents - self._deductibles[member], chance
        )
        self._deductibles[member] += used
        on = (at + timedelta(days=habits.delay_days)).date()
        self._run(on, claim, habits).claims.append(decided)
        if decided.status == PAID and decided.paid_cents and chance.random() < habits.takeback_share:
            later = self._run(on + _TAKEN_BACK_AFTER, claim, habits)
            later.claims += [taken_back(decided), lowered(decided, 80)]

    def _run(self, on: date, claim: Claim, habits: PayerHabits) -> _Run:
        key = (on, habits.electronic_id, claim.billing.id)
        if key not in self._runs:
            self._runs[key] = _Run(habits, claim.billing, claim.header.envelope.sender)
        return self._runs[key]

    def _pay(self, key: tuple[date, str, str], run: _Run) -> None:
        on, payer, payee = key
        at = datetime.combine(on, _PAID_AT)
        name = f"{payer}-{payee}-{on:%Y%m%d}"
        control = self._number(name)
        payment, self._owed[payer, payee] = payment_of(
            run.habits, run.payee, run.receiver, run.claims, self._owed[payer, payee], control, at
        )
        chance = Random(f"{self._seed}:faults:{name}")  # noqa: S311 (a simulation)
        for later, (suffix, content) in enumerate(faulty_versions(payment, self._faults, chance)):
            self._deliver(at + timedelta(hours=later), f"{name}{suffix}.835", content)

    def _deliver(self, due_at: datetime, name: str, content: bytes) -> None:
        self._waiting.append(_Delivery(due_at, name, content))

    def _chance(self, about: str, claim: Claim) -> Random:
        return Random(f"{self._seed}:{about}:{claim.payer.id}:{claim.control_number}")  # noqa: S311 (a simulation)

    def _number(self, key: str) -> int:
        """A control number of nine digits that depends on nothing but what it numbers."""
        return (
            int(hashlib.sha256(f"{self._seed}:{key}".encode()).hexdigest()[:12], 16) % 899_999_999
            + 100_000_000
        )

    def _payer_number(self, claim: Claim) -> str:
        return f"{claim.payer.id[:3]}{self._number(f'claim:{claim.control_number}')}"
