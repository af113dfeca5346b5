"""Importing fees from rows of a spreadsheet: first a dry run that says what each row would do."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.money.cents import MoneyError, parse_cents
from wellrun.platform.ui.formatting import format_long_day
from wellrun.practice.billing.models import Fee, FeeSchedule, ProcedureCode, ProcedureKind
from wellrun.practice.billing.operations.fees import refuse_fee
from wellrun.practice.billing.rules.charges import tidy_code

COLUMNS = ("schedule", "code", "modifier", "nickname", "kind", "amount", "starts_on")


@dataclass(frozen=True)
class FeeRow:
    """What became of one row. `number` counts from 1; `outcome` is `new`, `changed`, `same` or `refused`."""

    number: int
    code: str
    outcome: str
    sentence: str
    amount_cents: int = 0
    was_cents: int | None = None


@dataclass(frozen=True)
class FeeImport:
    """The report of every row, and whether anything was written."""

    rows: list[FeeRow]
    written: bool

    def count(self, outcome: str) -> int:
        """How many rows had an outcome."""
        return sum(row.outcome == outcome for row in self.rows)


@dataclass(frozen=True)
class _Read:
    schedule: FeeSchedule
    code: str
    modifier: str
    nickname: str
    kind: str
    cents: int
    starts_on: date


class _Known:
    """What the practice has, read once, so that a file of thousands of rows asks little."""

    def __init__(self, organization_id: uuid.UUID) -> None:
        self.schedules = {
            s.name.lower(): s for s in FeeSchedule.objects.filter(organization_id=organization_id)
        }
        self.codes = {c.code: c for c in ProcedureCode.objects.filter(organization_id=organization_id)}
        fees = Fee.objects.select_for_update().filter(organization_id=organization_id, ends_on__isnull=True)
        self.open = {(fee.schedule_id, fee.code, fee.modifier): fee for fee in fees}


def import_fees(rows: Iterable[Mapping[str, str]], *, dry_run: bool, by: Actor, at: datetime) -> FeeImport:
    """Read rows with the columns of `COLUMNS`; write all of them, or nothing when a row is refused or on a dry run.

    `schedule` is a name that exists, `amount` like 125.00, `starts_on` like 2026-01-31; `modifier`, `nickname` and
    `kind` may be empty for a code the practice knows.
    """
    require(by, "fees.manage")
    known = _Known(by.organization_id)
    report: list[FeeRow] = []
    wanted: dict[tuple[uuid.UUID, str, str], _Read] = {}
    for number, row in enumerate(rows, start=1):
        try:
            read = _read(row, known)
            place = (read.schedule.id, read.code, read.modifier)
            if place in wanted:
                raise Refused("The same code and modifier stands further up in the file.")
            report.append(_outcome(number, read, known.open.get(place)))
            wanted[place] = read
        except Refused as refused:
            report.append(FeeRow(number, str(row.get("code", ""))[:20], "refused", refused.sentence))
    writes = not dry_run and bool(report) and all(row.outcome != "refused" for row in report)
    if writes:
        _write(list(wanted.values()), known, by=by, at=at)
        record_act("fees.imported", subject_type="fee import", subject_id="", detail={"rows": len(report)})
    return FeeImport(report, writes)


def _read(row: Mapping[str, str], known: _Known) -> _Read:
    text = {column: (row.get(column) or "").strip() for column in COLUMNS}
    schedule = known.schedules.get(text["schedule"].lower())
    if schedule is None:
        raise Refused(f"There is no schedule called “{text['schedule'][:40]}”.")
    code, modifier = tidy_code(text["code"]), tidy_code(text["modifier"])
    try:
        cents = parse_cents(text["amount"])
        starts_on = date.fromisoformat(text["starts_on"])
    except MoneyError as wrong:
        raise Refused(str(wrong)) from None
    except ValueError:
        raise Refused("Write the day as year-month-day, such as 2026-01-31.") from None
    refuse_fee(code, modifier, cents)
    if code not in known.codes and not text["nickname"]:
        raise Refused(f"{code} is new here: give it a nickname.")
    if text["kind"] and text["kind"].lower() not in ProcedureKind.values:
        raise Refused(f"The kind is one of {', '.join(ProcedureKind.values)}.")
    kind = text["kind"].lower()
    return _Read(schedule, code, modifier, text["nickname"][:80], kind, cents, starts_on)


def _outcome(number: int, read: _Read, last: Fee | None) -> FeeRow:
    if last is None:
        return FeeRow(number, read.code, "new", "New fee.", read.cents)
    if last.amount_cents == read.cents:
        return FeeRow(number, read.code, "same", "The fee is this already.", read.cents, read.cents)
    if last.starts_on > read.starts_on:
        raise Refused(f"A fee from {format_long_day(last.starts_on)} is set already.")
    sentence = f"Changes from {format_long_day(read.starts_on)} on."
    return FeeRow(number, read.code, "changed", sentence, read.cents, last.amount_cents)


def _write(wanted: list[_Read], known: _Known, *, by: Actor, at: datetime) -> None:
    names = {read.code: read for read in wanted if read.nickname or read.kind}
    for code, read in names.items():
        row = known.codes.get(code) or ProcedureCode(organization_id=by.organization_id, code=code)
        row.nickname = read.nickname or row.nickname
        row.kind = read.kind or row.kind
        known.codes[code] = row
    ProcedureCode.objects.bulk_create(
        [known.codes[code] for code in names],
        update_conflicts=True,
        unique_fields=["organization_id", "code"],
        update_fields=["nickname", "kind"],
    )
    ended, changed, new = [], [], []
    for read in wanted:
        last = known.open.get((read.schedule.id, read.code, read.modifier))
        if last and last.amount_cents == read.cents:
            continue
        if last and last.starts_on == read.starts_on:
            last.amount_cents = read.cents
            changed.append(last)
            continue
        if last:
            last.ends_on = read.starts_on
            ended.append(last)
        new.append(_fee(read, by=by, at=at))
    Fee.objects.bulk_update(ended, ["ends_on"], batch_size=500)
    Fee.objects.bulk_update(changed, ["amount_cents"], batch_size=500)
    Fee.objects.bulk_create(new, batch_size=1000)


def _fee(read: _Read, *, by: Actor, at: datetime) -> Fee:
    return Fee(
        organization_id=by.organization_id,
        schedule=read.schedule,
        code=read.code,
        modifier=read.modifier,
        amount_cents=read.cents,
        starts_on=read.starts_on,
        set_at=at,
        set_by_id=by.person_id,
    )
