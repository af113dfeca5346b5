"""Reading the texts of a CSV row as typed values, and saying in a sentence what is wrong with one.

Money is read from its digits as integer cents; no number passes through a float.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

Read = Callable[[str], Any]
Row = TypeVar("Row")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2}0*)?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: Before this year an instant is a slip, and far enough back it has no day in a time zone west of Greenwich.
_FIRST_YEAR = 1800
_EPOCH = "1970-01-01T00:00:00Z"


class RowFault(ValueError):
    """A row that cannot be read; the message is a sentence for whoever brings the file."""


def column(name: str, read: Read) -> Any:
    """A dataclass field that is read from the column `name`."""
    return field(metadata={"column": name, "read": read})


def columns_of(row_class: type) -> tuple[str, ...]:
    """The columns that a row class reads."""
    return tuple(each.metadata["column"] for each in fields(row_class) if "column" in each.metadata)


def typed(row_class: type[Row], values: Mapping[str, str], *, line: int) -> Row:
    """Read a row; raise `RowFault` for the first value that is not what its column holds."""
    read: dict[str, Any] = {"line": line}
    for each in fields(row_class):  # type: ignore[arg-type]
        if "column" not in each.metadata:
            assert each.name == "line" or each.default is not MISSING
            continue
        name = each.metadata["column"]
        try:
            read[each.name] = each.metadata["read"](values[name])
        except ValueError as fault:
            raise RowFault(f"{name} is “{values[name][:60]}”: {fault}.") from None
    return row_class(**read)


def words(limit: int) -> Read:
    """Text of at least one and at most `limit` characters, without spaces at its ends."""

    def read(value: str) -> str:
        if not value.strip():
            raise ValueError("it must not be empty")
        return some_text(limit)(value)

    return read


def some_text(limit: int) -> Read:
    """Text of at most `limit` characters, empty too."""

    def read(value: str) -> str:
        value = value.strip()
        if len(value) > limit:
            raise ValueError(f"it has {len(value):,} characters where {limit} fit")
        return value

    return read


def coded(value: str) -> str:
    """A code of digits, or letters and digits, of at most eighteen characters."""
    if not re.fullmatch(r"[0-9A-Za-z.-]{1,18}", value):
        raise ValueError("it is not a code")
    return value


def identifier(value: str) -> str:
    """A UUID in its usual form, as lower-case text."""
    if not _UUID.fullmatch(value):
        raise ValueError("it is not an identifier")
    return value.lower()


def day(value: str) -> date:
    """A date written YYYY-MM-DD."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("a date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day") from None


def instant(value: str) -> datetime:
    """An instant written YYYY-MM-DDThh:mm:ssZ."""
    if not _INSTANT.fullmatch(value):
        raise ValueError("an instant is written YYYY-MM-DDThh:mm:ssZ")
    try:
        at = datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError("there is no such instant") from None
    if at.year < _FIRST_YEAR:
        raise ValueError("that is too long ago")
    return at


def instant_or_epoch(value: str) -> datetime | None:
    """An instant; the epoch, which the source writes where it knows none, is None."""
    return None if value in ("", _EPOCH) else instant(value)


def cents(value: str) -> int:
    """An amount of dollars as exact cents."""
    if not _MONEY.fullmatch(value):
        raise ValueError("an amount is written like 12.34")
    return int(Decimal(value) * 100)


def whole(value: str) -> int:
    """A whole number, zero or more."""
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError("it is not a whole number")
    return int(value)


def one_of(*choices: str) -> Read:
    """One of a few words, exactly."""

    def read(value: str) -> str:
        if value not in choices:
            raise ValueError(f"it must be one of {', '.join(choice or 'nothing' for choice in choices)}")
        return value

    return read


def optional(read: Read) -> Read:
    """The same, with an empty text as None."""
    return lambda value: None if value == "" else read(value)


def zero_or(read: Read) -> Read:
    """The same, with an empty text or 0, which the source writes for nobody, as None."""
    return lambda value: None if value in ("", "0") else read(value)
