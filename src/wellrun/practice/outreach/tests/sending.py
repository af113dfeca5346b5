"""A small office that sends, for the tests of this room."""

from datetime import timedelta

from django.db import transaction

from wellrun.platform.database.identity import acting
from wellrun.practice.organization.api import program_actor
from wellrun.practice.organization.testing import NOW, open_small_office
from wellrun.practice.outreach.api import Notice, Wording, make_notice, register_wording, send_due
from wellrun.practice.outreach.testing import connect_mail, connect_text

#: When a notice made at `NOW` may leave.
DUE = NOW + timedelta(minutes=3)
KIND = "test.sending"
register_wording(
    KIND,
    "en",
    Wording("About {when}", "Hello {name}, {when}. {link}", "{practice}: {when} {link}", "Say {when}"),
)
register_wording(
    KIND,
    "es",
    Wording("Sobre {when}", "Hola {name}, {when}. {link}", "{practice}: {when} {link}", "Diga {when}"),
)


def tell(office, patient, key="one", at=NOW, when="June 3", **options):
    """A notice to a patient, made by the desk."""
    return make_notice(kind=KIND, key=key, patient=patient, unit_id=office.cardiology.id, subject_id=patient.id,
                       words={"when": when}, by=office.program(at), at=at, **options)  # fmt: skip


def send(office, at=DUE, **options):
    """Send what is due in an office; says how many left."""
    return send_due(organization_id=office.organization.id, at=at, **options)


def state_of(office, notice):
    """The notice as the database has it now."""
    office.program()
    return Notice.objects.get(id=notice.id)


class Committed:
    """The small office in a database in which transactions commit, with gateways."""

    def __init__(self, mail=None, text=None):
        with transaction.atomic():
            self.office = open_small_office()
            if mail:
                connect_mail(self.office, mail)
            if text:
                connect_text(self.office, text)
        self.actor = program_actor(organization_id=self.office.organization.id, name="tests", at=NOW)

    def acting(self):
        """One transaction as the program."""
        return acting(self.actor.identity())
