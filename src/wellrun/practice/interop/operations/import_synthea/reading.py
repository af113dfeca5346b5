"""Reading a folder of CSV files whole, before anything is written: every line with its number, or a clear refusal."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from wellrun.platform.access.refusals import Refused
from wellrun.practice.interop.rules.synthea.tables import TABLES, Table


class FolderUnreadable(Refused):
    """The folder or one of its files cannot be read, so nothing was brought in."""


@dataclass(frozen=True)
class SourceRow:
    """One row as it stands in its file. `key` names it once; `same_as` is the line of an identical row before it."""

    table: str
    line: int
    values: dict[str, str]
    key: str
    digest: str
    same_as: int | None = None
    other_as: int | None = None


@dataclass
class Folder:
    """The rows of every table, and the files that this import does not know, with how many rows they have."""

    rows: dict[str, list[SourceRow]] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)


def read_folder(folder: Path) -> Folder:
    """Read all files of an export; raises `FolderUnreadable` with a sentence that names the file and the line.

    A byte order mark and any line ends are accepted. A row with more or fewer fields than the first line means a
    file cut off or mangled on its way, and nothing of the folder is believed.
    """
    if not folder.is_dir():
        raise FolderUnreadable(f"There is no folder {folder}.")
    missing = [table.file for table in TABLES if not (folder / table.file).is_file()]
    if missing:
        raise FolderUnreadable(f"The folder {folder} has no {', no '.join(missing)}. Export it again.")
    read = Folder()
    for table in TABLES:
        header, lines = _read_file(folder / table.file)
        _require_columns(table, header)
        read.rows[table.name] = _keyed(table, header, lines)
    known = {table.file for table in TABLES}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            read.unknown[path.name] = len(_read_file(path)[1])
    return read


def _read_file(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    lines: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise FolderUnreadable(f"{path.name} is empty; its first line names the columns.")
        before = reader.line_num
        for fields in reader:
            # A quoted text may run over several lines; a row is known by its first.
            line, before = before + 1, reader.line_num
            if not fields:
                continue
            if len(fields) != len(header):
                raise FolderUnreadable(
                    f"{path.name}, line {line}: {len(fields)} fields where the first line names {len(header)}."
                    " The file may have been cut off."
                )
            lines.append((line, fields))
    except csv.Error as fault:
        raise FolderUnreadable(f"{path.name}, line {reader.line_num}: this is no CSV ({fault}).") from None
    return header, lines


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise FolderUnreadable(f"{path.name} cannot be opened: {fault.strerror}.") from None
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise FolderUnreadable(f"{path.name}, line {line}: there are bytes that are no text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise FolderUnreadable(
            f"{path.name}, line {line}: this is not UTF-8 text. Save it as UTF-8."
        ) from None


def _require_columns(table: Table, header: list[str]) -> None:
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        raise FolderUnreadable(f"{table.file} names the column {twice[0]} twice.")
    missing = [name for name in table.columns if name not in header]
    if missing:
        raise FolderUnreadable(
            f"{table.file} has no column {', no column '.join(missing)}; its first line does not fit the export."
        )


def _keyed(table: Table, header: list[str], lines: list[tuple[int, list[str]]]) -> list[SourceRow]:
    """Name every row. Where the table has ids, an id given twice is told; elsewhere a second row of the same natural
    key and other values is a row of its own, numbered."""
    rows: list[SourceRow] = []
    seen: dict[str, dict[str, SourceRow]] = {}
    for line, fields in lines:
        values = dict(zip(header, fields, strict=True))
        natural = "|".join(values[name].lower() for name in table.key)
        digest = hashlib.sha256(json.dumps(sorted(values.items())).encode()).hexdigest()
        among = seen.setdefault(natural, {})
        first = among.get(digest)
        if first is not None:
            rows.append(SourceRow(table.name, line, values, first.key, digest, same_as=first.line))
            continue
        other = next(iter(among.values())).line if among and len(table.key) == 1 else None
        key = f"{natural}#{len(among) + 1}" if among else natural
        row = SourceRow(table.name, line, values, _short(key), digest, other_as=other)
        among[digest] = row
        rows.append(row)
    return rows


def _short(key: str) -> str:
    # A mangled value may be of any length; the key stays one that the database can hold.
    return key if len(key) <= 200 else hashlib.sha256(key.encode()).hexdigest()
