"""A folder that cannot be believed is refused whole, with a sentence that names the file and the line."""

from __future__ import annotations

import pytest

from wellrun.practice.interop.api import FolderUnreadable, read_folder
from wellrun.practice.interop.tests.folders import small_export, step, write_export


@pytest.fixture
def folder(tmp_path):
    return write_export(tmp_path / "export", small_export())


def refusal(folder) -> str:
    with pytest.raises(FolderUnreadable) as caught:
        read_folder(folder)
    return caught.value.sentence


def test_every_row_is_read_with_its_line(folder):
    read = read_folder(folder)
    assert [row.line for row in read.rows["claims_transactions"]] == [2, 3, 4, 5]
    assert read.rows["patients"][0].values["FIRST"] == "Nora1"


def test_a_folder_that_is_not_there(tmp_path):
    assert "There is no folder" in refusal(tmp_path / "nowhere")


def test_a_missing_file(folder):
    (folder / "claims.csv").unlink()
    (folder / "payers.csv").unlink()
    assert "no payers.csv, no claims.csv" in refusal(folder)


def test_an_empty_file(folder):
    (folder / "claims.csv").write_text("")
    assert refusal(folder).startswith("claims.csv is empty")


def test_a_file_with_no_rows_is_read(folder):
    path = folder / "allergies.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert read_folder(folder).rows["allergies"] == []


def test_a_header_without_a_column(folder):
    path = folder / "conditions.csv"
    path.write_text(path.read_text().replace("CODE", "KODE", 1))
    assert "conditions.csv has no column CODE" in refusal(folder)


def test_a_header_that_names_a_column_twice(folder):
    path = folder / "conditions.csv"
    path.write_text(path.read_text().replace("STOP", "START", 1))
    assert "names the column START twice" in refusal(folder)


def test_a_truncated_row(folder):
    path = folder / "encounters.csv"
    path.write_text(path.read_text()[:-60])
    assert refusal(folder).startswith("encounters.csv, line 2: ")


def test_a_row_with_a_field_too_many(folder):
    path = folder / "providers.csv"
    path.write_text(path.read_text().rstrip("\n") + ",more\n")
    assert "providers.csv, line 2: 5 fields where the first line names 4" in refusal(folder)


def test_a_quote_that_never_ends(folder):
    path = folder / "providers.csv"
    path.write_text(path.read_text().rstrip("\n").replace("Ada1", '"Ada1') + "\n")
    assert "this is no CSV" in refusal(folder)


@pytest.mark.parametrize(("content", "says"), [(b"\xff", "not UTF-8"), (b"\0", "no text")])
def test_bytes_that_are_no_text(folder, content, says):
    path = folder / "patients.csv"
    path.write_bytes(path.read_bytes().replace(b"Boston", b"Bos" + content + b"ton"))
    sentence = refusal(folder)
    assert sentence.startswith("patients.csv, line 2")
    assert says in sentence


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder):
    before = read_folder(folder)
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder) == before


def test_quoted_commas_and_line_breaks_stay_in_their_field(tmp_path):
    rows = small_export()
    rows["patients"][0]["ADDRESS"] = 'Suite "B", 1 Elm\nStreet'
    rows["patients"].append({**rows["patients"][0], "Id": "11111111-0000-4000-8000-000000000003"})
    read = read_folder(write_export(tmp_path / "export", rows)).rows["patients"]
    assert read[0].values["ADDRESS"] == 'Suite "B", 1 Elm\nStreet'
    assert [row.line for row in read] == [2, 4]


def test_an_identical_row_is_known_as_such_and_one_that_differs_is_not(tmp_path):
    rows = small_export()
    condition = rows["conditions"][0]
    rows["conditions"] += [dict(condition), {**condition, "STOP": ""}]
    rows["claims_transactions"].append(step(1, "CHARGE", AMOUNT="5.00", TRANSFERTYPE="1"))
    read = read_folder(write_export(tmp_path / "export", rows)).rows
    first, same, other = read["conditions"]
    assert (same.same_as, other.same_as) == (first.line, None)
    assert other.key != first.key
    assert read["claims_transactions"][-1].other_as == 2


def test_files_that_nobody_knows_are_counted(folder):
    (folder / "observations.csv").write_text("A,B\n1,2\n3,4\n")
    assert read_folder(folder).unknown == {"observations.csv": 2}
