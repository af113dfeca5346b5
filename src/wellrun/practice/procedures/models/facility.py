"""Facilities: hospitals and surgery centers where the practice operates."""

from __future__ import annotations

from django.db import models

from wellrun.platform.database.guards import Guard, Rows
from wellrun.platform.database.models import Record


class FacilityKind(models.TextChoices):
    """What a facility is."""

    HOSPITAL = "hospital", "Hospital"
    SURGERY_CENTER = "surgery center", "Surgery center"


class ConfirmsBy(models.TextChoices):
    """How a facility takes requests and confirms them."""

    HL7 = "hl7", "HL7 messages"
    PACKET = "packet", "Packet by fax or email"
    PHONE = "phone", "Telephone"


class Facility(Record):
    """A hospital or surgery center. The hospital owns its rooms; times there are wall times of `zone`.

    `desk_unit` is the unit of the practice whose coordinators work with it: what cannot be matched becomes theirs.
    The application and facility names are those of HL7's MSH-3 to MSH-6. `travel_minutes` lie before and after every
    case in the surgeon's day. `gate_7` and `gate_3` are the readiness in percent that a case must have seven and
    three days before.
    """

    guard = Guard(rows=Rows.ORGANIZATION)

    organization_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    desk_unit = models.ForeignKey("organization.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=20)
    kind = models.CharField(max_length=14, choices=FacilityKind.choices, default=FacilityKind.HOSPITAL)
    street = models.CharField(max_length=55, default="", blank=True)
    city = models.CharField(max_length=30, default="", blank=True)
    state = models.CharField(max_length=2, default="", blank=True)
    zip = models.CharField(max_length=9, default="", blank=True)
    zone = models.CharField(max_length=50)
    phone = models.CharField(max_length=16, default="", blank=True)
    fax = models.CharField(max_length=16, default="", blank=True)
    email = models.CharField(max_length=120, default="", blank=True)
    confirms_by = models.CharField(max_length=6, choices=ConfirmsBy.choices, default=ConfirmsBy.PACKET)
    hl7_host = models.CharField(max_length=120, default="", blank=True)
    hl7_port = models.PositiveIntegerField(null=True, blank=True)
    their_application = models.CharField(max_length=60, default="", blank=True)
    their_facility = models.CharField(max_length=60, default="", blank=True)
    our_application = models.CharField(max_length=60, default="WELLRUN", blank=True)
    our_facility = models.CharField(max_length=60, default="", blank=True)
    travel_minutes = models.PositiveSmallIntegerField(default=30)
    place_of_service = models.CharField(max_length=2, default="22")
    gate_7 = models.PositiveSmallIntegerField(default=60)
    gate_3 = models.PositiveSmallIntegerField(default=90)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "procedures_facility"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="facility_name_once"),
            models.UniqueConstraint(
                fields=["organization_id", "their_application", "their_facility"],
                condition=~models.Q(their_facility=""),
                name="facility_sender_once",
            ),
            models.CheckConstraint(
                condition=models.Q(gate_7__lte=100, gate_3__lte=100, travel_minutes__lte=240),
                name="facility_settings_possible",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirms_by="hl7")
                | (~models.Q(hl7_host="") & models.Q(hl7_port__isnull=False) & ~models.Q(their_facility="")),
                name="facility_hl7_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name
