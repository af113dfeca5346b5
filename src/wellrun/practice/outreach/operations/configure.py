"""Setting up gateways and quiet hours."""

from __future__ import annotations

import ipaddress
import uuid
from datetime import datetime, time
from urllib.parse import urlsplit

from wellrun.platform.access.api import Actor, Refused, require
from wellrun.platform.audit.api import record_act
from wellrun.platform.database.ids import new_id
from wellrun.platform.events import publish
from wellrun.platform.files.envelope import seal
from wellrun.practice.organization.api import place_of
from wellrun.practice.outreach.events import GatewaySet
from wellrun.practice.outreach.models import BadAddress, Channel, Gateway, QuietHours, Security
from wellrun.practice.outreach.operations.gateway_trouble import no_longer_told
from wellrun.practice.outreach.operations.gateways import Down, Later, Letter, Rejected, open_line
from wellrun.practice.outreach.rules.secrets import KEY, place_of_secret


class Unprotected(Refused):
    """Messages to patients would cross a network in clear."""

    sentence = (
        "Messages to patients leave this machine protected only: choose STARTTLS or TLS, or an https address."
    )


class WrongHours(Refused):
    """Hours in which nobody could be reached."""

    field = "sleeps"
    sentence = "The hours end after they begin."


class TestFailed(Refused):
    """A test message did not leave."""

    field = "address"
    # pytest collects classes of this name; it is none of its own.
    __test__ = False


def set_gateway(
    *,
    organization_id: uuid.UUID,
    channel: Channel,
    sender: str,
    host: str = "",
    port: int = 587,
    security: Security = Security.STARTTLS,
    url: str = "",
    username: str = "",
    password: str | None = None,
    active: bool = True,
    by: Actor,
    at: datetime,
) -> Gateway:
    """Set up or change a way out of an organization. Without `password` the one there is stays. It is tried afresh at
    once. Raises `Unprotected` where the line would be open to others (45 CFR 164.312(e))."""
    require(by, "organization.manage", organization_id)
    _refuse_unprotected(channel, host, security, url)
    row = Gateway.objects.select_for_update().filter(organization_id=organization_id, channel=channel).first()
    row = row or Gateway(id=new_id(), organization_id=organization_id, channel=channel)
    row.sender, row.host, row.port, row.security = sender, host, port, security
    row.url, row.username, row.active, row.changed_at = url, username, active, at
    row.down_since, row.next_try_at, row.failures, row.trouble = None, None, 0, ""
    if password is not None:
        row.sealed = seal(password.encode(), key_name=KEY, place=place_of_secret(row.id)) if password else b""
    row.save()
    no_longer_told(organization_id, channel, because="The gateway was set up anew.", at=at)
    record_act("gateway.set", subject_type="gateway", subject_id=row.id)
    publish(GatewaySet(organization_id, str(channel), at))
    return row


def send_test(*, organization_id: uuid.UUID, channel: Channel, address: str, by: Actor, at: datetime) -> None:
    """Send one message to try a gateway; raises `TestFailed` with what it said."""
    require(by, "organization.manage", organization_id)
    gateway = Gateway.objects.filter(organization_id=organization_id, channel=channel).first()
    if gateway is None:
        raise TestFailed("Set the gateway up and save it first.")
    place = place_of(organization_id)
    body = f"This is a test message of {place.unit.name}. Nothing needs to be done."
    letter = Letter(str(new_id()), address, "Test message", body)
    try:
        line = open_line(gateway)
        try:
            line.send(letter, at=at)
        finally:
            line.close()
    except (Down, Later, Rejected) as fault:
        raise TestFailed(f"It did not leave. The gateway says: {fault}") from fault
    record_act("gateway.tested", subject_type="gateway", subject_id=gateway.id)


def set_quiet_hours(*, unit_id: uuid.UUID, wakes: time, sleeps: time, by: Actor, at: datetime) -> QuietHours:
    """Say when the patients of a site, or of the whole organization, may be written to. What waits keeps its time;
    when it is due the new hours hold."""
    require(by, "outreach.manage", unit_id)
    if sleeps <= wakes:
        raise WrongHours()
    row, _ = QuietHours.objects.update_or_create(
        unit_id=unit_id,
        defaults={
            "organization_id": place_of(unit_id).unit.organization_id,
            "wakes": wakes,
            "sleeps": sleeps,
        },
    )
    record_act("quiet_hours.set", subject_type="unit", subject_id=unit_id)
    return row


def clear_bad_address(*, bad_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Say that an address works after all."""
    require(by, "patients.register", by.organization_id)
    BadAddress.objects.filter(id=bad_id, cleared_at__isnull=True).update(cleared_at=at)
    record_act("address.cleared", subject_type="bad address", subject_id=bad_id)


def _refuse_unprotected(channel: Channel, host: str, security: Security, url: str) -> None:
    if channel == Channel.EMAIL:
        if security == Security.NONE and not _on_this_machine(host):
            raise Unprotected(field="security")
        return
    address = urlsplit(url)
    if address.scheme == "https" and address.hostname:
        return
    if address.scheme != "http" or not _on_this_machine(address.hostname or ""):
        raise Unprotected(field="url")


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
