"""A visit with a link, and a browser that follows it, for the tests of this and other rooms."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from PIL import Image

from wellrun.practice.intake.models import Origin, Submission
from wellrun.practice.intake.operations.forms import add_form_rule, load_starter_forms
from wellrun.practice.intake.operations.links import make_visit_link
from wellrun.practice.intake.operations.submit import open_submission
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.api import Link, token_of
from wellrun.practice.scheduling.api import VisitType, appointment
from wellrun.practice.scheduling.testing import Clinic


class Linked:
    """A clinic with one visit tomorrow at nine, which its patient may change online, and the link of that visit."""

    def __init__(self, office: Any, **visit: Any) -> None:
        self.office = office
        self.clinic = Clinic(office, room_kind="", device_kind="")
        office.program()
        VisitType.objects.filter(id=self.clinic.kind.id).update(online=True, **visit)
        self.visit = self.clinic.book()
        self.patient = self.clinic.patient
        self.browser = Client()
        self.link = self.make_link()

    def make_link(self, purpose: str = "visit") -> Link:
        """A link of the visit, made at its desk."""
        self.office.actor("north_desk")
        visit = appointment(self.visit.id)
        assert visit is not None
        return make_visit_link(visit=visit, purpose=purpose, at=NOW)

    def url(self, name: str = "visit", *arguments: str, link: Link | None = None) -> str:
        """The address of a page of the link."""
        return reverse(f"intake:{name}", args=[token_of((link or self.link).id), *arguments])

    def birth(self, **changed: Any) -> dict[str, Any]:
        """The right birth date as the page sends it."""
        born = self.patient.birth_on
        return {
            "act": "prove",
            "birth_year": born.year,
            "birth_month": born.month,
            "birth_day": born.day,
        } | changed

    def prove(self, name: str = "visit", link: Link | None = None) -> None:
        """Give the right birth date."""
        assert self.browser.post(self.url(name, link=link), self.birth()).status_code == 302

    def ask_forms(self, *keys: str) -> None:
        """Publish the starter forms, and ask those named of every visit."""
        by = self.office.program()
        load_starter_forms(by=by, at=NOW)
        for key in keys:
            add_form_rule(form_key=key, by=by, at=NOW)


def say_here(visit: Any, at: datetime) -> None:
    """Let the patient of a visit say to be in the office, as by a link."""
    booked = appointment(visit.id)
    assert booked is not None
    by = program_actor(organization_id=booked.organization_id, name="tests", at=at)
    draft = open_submission(
        visit=booked, patient=booked.patient, origin=Origin.LINK, language="en", by=by, at=at
    )
    Submission.objects.filter(id=draft.id).update(here_at=at)


def a_photograph(width: int = 60, height: int = 40, **options: Any) -> bytes:
    """A JPEG of one color."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), "#3355aa").save(held, "JPEG", **options)
    return held.getvalue()
