"""Documents over HTTP: types told by content, pictures drawn by us, the chart's own door, every look recorded."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from wellrun.platform.audit.models import AuditEvent
from wellrun.platform.clock import VirtualClock, running
from wellrun.practice.documents import api as documents
from wellrun.practice.documents.api import Category, Document
from wellrun.practice.organization.testing import NOW


@pytest.fixture(autouse=True)
def clock():
    with running(VirtualClock(NOW)):
        yield


def picture(kind, pages=1, size=(300, 200)):
    drawn, frames = (
        io.BytesIO(),
        [Image.new("RGB", size, color) for color in ("#fff", "#ccc", "#999")[:pages]],
    )
    more = {"save_all": True, "append_images": frames[1:]} if pages > 1 else {}
    frames[0].save(drawn, kind, **more)
    return drawn.getvalue()


@pytest.fixture
def about_nobody(office):
    def file(content, name, title="A scan", **more):
        return documents.file_document(content=content, file_name=name, title=title, category=Category.OTHER,
                                       by=office.program(), at=NOW, **more)  # fmt: skip

    return file


@pytest.fixture
def desk(office, client):
    client.force_login(office.users["north_desk"])
    return client


def address(document, name="document", *more):
    return reverse(f"documents:{name}", args=[document.id, *more])


@pytest.mark.parametrize(
    ("content", "name", "pages"),
    [
        (picture("PDF", 3), "letter.pdf", 3),
        (picture("PNG") + b"<script>alert(1)</script>", "card.png", 1),
        (picture("JPEG"), "card.jpg", 1),
        (picture("TIFF", 2), "fax.tiff", 2),
    ],
)
def test_every_page_is_a_picture_that_we_drew(about_nobody, desk, content, name, pages):
    document = about_nobody(content, name)
    assert list(desk.get(address(document)).context["pages"]) == list(range(1, pages + 1))
    answer = desk.get(address(document, "page", pages))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert b"<script>" not in answer.content
    assert Image.open(io.BytesIO(desk.get(address(document, "small")).content)).width <= 160
    assert desk.get(address(document, "page", pages + 1)).status_code == 404
    assert desk.get(address(document, "page", 0)).status_code == 404


def test_instants_are_read_in_wall_time_of_the_office(about_nobody, desk):
    assert "Jun 2, 2026, 9:00 AM" in desk.get(address(about_nobody(b"plain", "a.txt"))).text


def test_text_is_shown_as_text(about_nobody, desk):
    document = about_nobody(b"Dear <b>Ana</b> <script>alert(1)</script>", "letter.txt")
    text = desk.get(address(document)).text
    assert "Dear &lt;b&gt;Ana&lt;/b&gt;" in text
    assert "<script>alert(1)" not in text


@pytest.mark.parametrize(("content", "name"), [(b"%PDF-1.7 broken", "a.pdf"), (picture("PNG")[:60], "a.png")])
def test_a_broken_file_is_said_to_be_broken_and_can_be_taken_along(about_nobody, desk, content, name):
    document = about_nobody(content, name)
    answer = desk.get(address(document))
    assert "Download" in answer.text
    assert answer.status_code == 200
    assert desk.get(address(document, "page", 1)).status_code == 404
    assert desk.get(address(document, "file")).content == content


def test_the_file_is_taken_along_and_never_opened(about_nobody, desk):
    document = about_nobody(b"plain", "a.txt", title='Letter "x"\r\nSet-Cookie: a=b')
    answer = desk.get(address(document, "file"))
    assert answer["Content-Disposition"] == 'attachment; filename="letter-x-set-cookie-a-b.txt"'
    assert (answer["X-Content-Type-Options"], answer.content) == ("nosniff", b"plain")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_withdrawn_document_shows_why_and_nothing_else(about_nobody, desk, office):
    document = about_nobody(b"plain", "a.txt")
    page = address(document, "withdrawal")
    assert desk.post(page, {"because": ""}).status_code == 422
    assert desk.post(page, {"because": "Wrong chart"}).status_code == 302
    shown = desk.get(address(document)).text
    assert "Wrong chart" in shown
    assert "plain" not in shown
    assert desk.get(address(document, "file")).status_code == 404
    assert desk.post(page, {"because": "Again"}).status_code == 404


def test_a_patients_document_has_the_door_of_the_chart(about_nobody, desk, office):
    stranger = about_nobody(b"plain", "a.txt", patient_id=uuid.uuid4())
    for name in ("document", "file", "withdrawal"):
        assert desk.get(address(stranger, name)).status_code == 404
    hidden = about_nobody(b"secret", "b.txt", compartment="restricted")
    assert desk.get(address(hidden)).status_code == 404


@pytest.mark.parametrize("name", ["hr", "buyer", "facilities", "auditor"])
def test_who_has_no_documents_opens_none(about_nobody, client, office, name):
    document = about_nobody(b"plain", "a.txt")
    client.force_login(office.users[name])
    for page in ("document", "file", "withdrawal"):
        assert client.get(address(document, page)).status_code == 404
    assert client.get(address(document, "page", 1)).status_code == 404


def test_a_picture_that_unpacks_too_large_is_not_drawn(about_nobody, desk):
    huge = io.BytesIO()
    Image.new("1", (12_000, 8_000)).save(huge, "PNG")
    document = about_nobody(huge.getvalue(), "bomb.png")
    assert "too large to draw" in desk.get(address(document)).text


def test_a_later_page_that_unpacks_too_large_is_not_drawn(about_nobody, desk):
    pages = io.BytesIO()
    first, huge = Image.new("1", (100, 100)), Image.new("1", (12_000, 8_000))
    first.save(pages, "TIFF", save_all=True, append_images=[huge], compression="group4")
    document = about_nobody(pages.getvalue(), "fax.tif")
    assert desk.get(address(document, "page", 1)).status_code == 200
    assert desk.get(address(document, "page", 2)).status_code == 404


class TestInAChart:
    """Together with the room above, whose charts the documents lie in."""

    @pytest.fixture
    def chart(self, office):
        # The documents know no patients; the room above is looked up by name.
        from importlib import import_module

        return import_module("wellrun.practice.patients.testing").make_patient(office)

    def upload(self, client, chart, content, name):
        file = SimpleUploadedFile(name, content, content_type="application/pdf")
        return client.post(
            f"/patients/{chart.id}/documents/", {"title": "Card", "category": "insurance card", "file": file}
        )

    def test_an_upload_is_filed_and_every_look_recorded(self, office, desk, chart):
        answer = self.upload(desk, chart, picture("PDF"), "card.pdf")
        office.program()
        document = Document.objects.get()
        assert answer.headers["Location"] == address(document)
        for page in (address(document), address(document, "page", 1), address(document, "file")):
            assert desk.get(page).status_code == 200
        assert "Card" in desk.get(f"/patients/{chart.id}/").text
        office.actor("auditor")
        acts = AuditEvent.objects.filter(kind="read", patients__contains=[chart.id]).values_list(
            "act", flat=True
        )
        assert {"documents.read", "documents.page", "documents.downloaded"} <= set(acts)

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"<html><script>alert(1)</script>", "letter.txt"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "card.svg"),
            (b"<?php system($_GET['x']);", "card.php"),
            (b"MZ\x90\x00" + b"\0" * 100, "setup.exe"),
            (picture("PNG"), "card.pdf"),
            (picture("PNG"), "card.png.html"),
            (b"", "empty.pdf"),
        ],
    )
    def test_a_file_that_lies_is_refused_beside_its_field(self, office, desk, chart, content, name):
        answer = self.upload(desk, chart, content, name)
        assert answer.status_code == 422
        assert answer.context["form"]["file"].errors
        office.program()
        assert Document.objects.count() == 0
