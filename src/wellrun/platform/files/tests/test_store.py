"""The content store, envelopes and sniffing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.platform.files import store
from wellrun.platform.files.envelope import CannotDecrypt, blind_index, seal, unseal
from wellrun.platform.files.sniff import FileRefused, sniff

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path))
    return tmp_path


def test_the_same_content_is_stored_once_and_encrypted(own_home):
    digest = store.put(b"a scanned referral")
    assert store.put(b"a scanned referral") == digest
    files = [path for path in (own_home / "files").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert b"referral" not in files[0].read_bytes()
    assert store.get(digest) == b"a scanned referral"


def test_a_changed_file_is_found(own_home):
    digest = store.put(b"a scanned referral")
    path = next(path for path in (own_home / "files").rglob("*") if path.is_file())
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(CannotDecrypt):
        store.get(digest)
    with pytest.raises(store.FileMissing):
        store.get("0" * 64)


@given(st.binary(max_size=200))
def test_an_envelope_opens_in_its_own_place_only(content):
    blob = seal(content, key_name="test-1", place="a|b|1")
    assert unseal(blob, place="a|b|1") == content
    with pytest.raises(CannotDecrypt):
        unseal(blob, place="a|b|2")


def test_a_blind_index_finds_equals_without_telling_them():
    assert blind_index("999-17-5017", key_name="test-2") == blind_index("999-17-5017", key_name="test-2")
    assert "5017" not in blind_index("999-17-5017", key_name="test-2")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "scan.pdf", "empty"),
        (PDF, "scan.jpg", "its content is application/pdf"),
        (PDF, "scan.pdf.exe", "its content is application/pdf"),
        (b"<html><script>alert(1)</script>", "note.txt", "Only PDF"),
        (b"MZ\x90\x00" + b"\x00" * 200, "scan.pdf", "Only PDF"),
        (b"\x00" * (26 * 1024 * 1024), "scan.pdf", "larger than 25 MB"),
    ],
)
def test_an_upload_that_lies_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(FileRefused, match=sentence):
        sniff(content, name)


def test_an_honest_upload_is_taken():
    assert sniff(PDF, "Referral letter.PDF").media_type == "application/pdf"
    assert sniff(b"Patient called about a refill.\n", "note.txt").media_type == "text/plain"
