"""The claims room as a Django app: what it listens to, what it tells billing, its pages."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """The claims room."""

    name = "wellrun.practice.claims"
    label = "claims"

    def ready(self) -> None:
        """Subscribe to charges, files and compartments; offer the pages."""
        from wellrun.platform.events import subscribe
        from wellrun.platform.ui.menu import register_item, register_palette
        from wellrun.practice.billing.events import ChargesCorrected, ChargesEntered
        from wellrun.practice.claims import (
            jobs,  # noqa: F401 (declares the jobs)
            listening,
        )
        from wellrun.practice.exchange.api import register_subjects
        from wellrun.practice.exchange.events import TransmissionReceived
        from wellrun.practice.patients.events import CompartmentChanged

        subscribe(ChargesEntered, listening.on_charges)
        subscribe(ChargesCorrected, listening.on_charges)
        subscribe(TransmissionReceived, listening.on_file)
        subscribe(CompartmentChanged, listening.on_compartment)
        register_subjects(listening.patients_of_transmission)
        _tell_billing(listening)
        register_item(
            group="Money", label="Claims", url_name="claims:desk", icon="file-invoice",
            capability="claims.read", keys="g c", order=60,
        )  # fmt: skip
        register_item(
            group="Money", label="Remittances", url_name="claims:remittances", icon="report-money",
            capability="claims.read", order=62,
        )  # fmt: skip
        register_palette("claims.read", listening.palette)


def _tell_billing(listening: Any) -> None:
    from wellrun.practice.billing import api as billing

    register = getattr(billing, "register_open_claim_check", None)
    if register is not None:
        register(listening.open_claims)
