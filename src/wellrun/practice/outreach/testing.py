"""Gateways and patients who can be written to, for the tests of every room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wellrun.platform.testing.gateways import StandInMail, StandInText
from wellrun.practice.organization.testing import NOW
from wellrun.practice.outreach.models import Channel, Security
from wellrun.practice.outreach.operations.configure import set_gateway
from wellrun.practice.patients.api import ConsentKind, Patient, sign_consents
from wellrun.practice.patients.testing import make_patient


def connect_mail(office: Any, mail: StandInMail, *, at: datetime = NOW) -> None:
    """Let an office send its emails by a stand-in, as the program."""
    set_gateway(
        organization_id=office.organization.id,
        channel=Channel.EMAIL,
        sender="office@lakeside.example",
        host="127.0.0.1",
        port=mail.port,
        security=Security.NONE,
        by=office.program(at),
        at=at,
    )


def connect_text(office: Any, text: StandInText, *, at: datetime = NOW) -> None:
    """Let an office send its texts by a stand-in, as the program."""
    set_gateway(
        organization_id=office.organization.id,
        channel=Channel.TEXT,
        sender="+13125550199",
        url=text.url,
        username=text.user,
        password=text.password,
        by=office.program(at),
        at=at,
    )


def make_texter(office: Any, **details: Any) -> Patient:
    """A patient with a mobile number who agreed to texts."""
    patient = make_patient(office, **details)
    sign_consents(
        patient_id=patient.id, kinds=[ConsentKind.MESSAGES], on=date(2026, 6, 1), by=office.program(), at=NOW
    )
    return patient
