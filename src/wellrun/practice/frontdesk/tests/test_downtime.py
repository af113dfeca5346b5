"""The downtime pack: whole, sealed, refreshed, and without what a front desk may not see."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from wellrun.platform.access.matrix import Role
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.frontdesk.operations.downtime import file_of, password_of, write_packs
from wellrun.practice.organization.api import grant_role
from wellrun.practice.organization.testing import NOW
from wellrun.practice.patients.api import move_to_compartment
from wellrun.practice.patients.testing import make_patient
from wellrun.practice.scheduling.testing import NINE, Clinic


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WELLRUN_DOWNTIME_FOLDER", str(tmp_path / "packs"))


def text_of(content: bytes, password: str) -> str:
    document = pypdfium2.PdfDocument(content, password=password)
    said = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return said


def test_the_pack_lies_there_sealed_with_todays_and_tomorrows_visits(office):
    clinic = Clinic(office)
    clinic.book()
    office.program()
    paths = write_packs(organization_id=office.organization.id, at=NOW)
    assert file_of(office.north) in paths and len(paths) == 2
    content = file_of(office.north).read_bytes()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content))
    said = text_of(content, password_of(office.north.id))
    assert clinic.patient.family_name in said and "Wednesday, June 3, 2026" in said and "Money taken" in said
    assert password_of(office.north.id) != password_of(office.south.id)
    assert file_of(office.north).stat().st_mode & 0o077 == 0


def test_it_is_written_anew_and_without_restricted_charts(office):
    clinic = Clinic(office)
    clinic.book()
    write_packs(organization_id=office.organization.id, at=NOW)
    hidden = make_patient(office, family_name="Quillfeather")
    clinic.book(NINE + timedelta(hours=1), patient_id=hidden.id)
    move_to_compartment(patient_id=hidden.id, compartment="restricted", reason="asked for it", by=office.program(),
                        at=NOW)  # fmt: skip
    clinic.book(NINE + timedelta(hours=2), patient_id=make_patient(office, family_name="Brightwater").id)
    write_packs(organization_id=office.organization.id, at=NOW + timedelta(minutes=15))
    said = text_of(file_of(office.north).read_bytes(), password_of(office.north.id))
    assert "Brightwater" in said and "Quillfeather" not in said
    assert not [path for path in file_of(office.north).parent.iterdir() if path.suffix == ".tmp"]


def test_the_page_says_how_old_it_is_and_gives_one_now(office, client):
    clinic = Clinic(office)
    clinic.book()
    client.force_login(office.users["north_desk"])
    with running(VirtualClock(NOW)):
        page = client.get(reverse("frontdesk:downtime"))
        assert b"Not yet" in page.content and password_of(office.north.id).encode() in page.content
        assert password_of(office.south.id).encode() not in page.content
        answer = client.get(reverse("frontdesk:downtime-pack", args=[office.north.id]))
        assert clinic.patient.family_name in text_of(answer.content, password_of(office.north.id))
        assert client.get(reverse("frontdesk:downtime-pack", args=[office.south.id])).status_code == 404


def test_who_may_see_restricted_charts_takes_none_along(office, client):
    clinic = Clinic(office)
    hidden = make_patient(office, family_name="Quillfeather")
    clinic.book(patient_id=hidden.id)
    clinic.book(NINE + timedelta(hours=1))
    move_to_compartment(patient_id=hidden.id, compartment="restricted", reason="asked for it", by=office.program(),
                        at=NOW)  # fmt: skip
    user = office.users["north_desk"]
    grant_role(person=user.person, unit=office.cardiology, role=Role.PROVIDER, starts_on=NOW.date(),
               by=office.program())  # fmt: skip
    client.force_login(user)
    with running(VirtualClock(NOW)):
        answer = client.get(reverse("frontdesk:downtime-pack", args=[office.north.id]))
    said = text_of(answer.content, password_of(office.north.id))
    assert clinic.patient.family_name in said and "Quillfeather" not in said
