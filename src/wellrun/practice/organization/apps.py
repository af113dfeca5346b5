"""The organization as a Django app: tells the door who people are, and the audit when access changes."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


def _note(act: str) -> Any:
    def note(sender: Any, **kwargs: Any) -> None:
        from wellrun.platform.audit.api import record_act

        user = kwargs.get("user")
        record_act(act, subject_type="user", subject_id=getattr(user, "pk", ""))

    return note


def _note_denied(act: str) -> Any:
    def note(sender: Any, **kwargs: Any) -> None:
        from wellrun.platform.audit.api import record_denial
        from wellrun.practice.organization.models import User
        from wellrun.practice.organization.sign_in import client_address

        # Whoever types a password into the wrong field does not find it in the audit: only known names are kept.
        name = kwargs.get("username") or (kwargs.get("credentials") or {}).get("username") or ""
        known = User.objects.filter(username=name).values_list("pk", flat=True).first()
        request = kwargs.get("request")
        address = client_address(request) if request is not None else None
        record_denial(act, subject_type="user", subject_id=known or "", detail={"address": address or ""})

    return note


class OrganizationConfig(AppConfig):
    """The organization room."""

    name = "wellrun.practice.organization"
    label = "organization"

    def ready(self) -> None:
        """Register with the door, and put sign-ins and second factors into the audit."""
        from allauth.mfa import signals as mfa
        from axes.signals import user_locked_out
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from wellrun.platform.access.sources import register_actor_source
        from wellrun.platform.ui.menu import register_item
        from wellrun.practice.organization.queries.actors import actor_for_user

        register_actor_source(actor_for_user)
        register_item(
            group="Office",
            label="People and roles",
            url_name="organization:people",
            icon="users-group",
            capability="organization.read",
            order=80,
        )
        for signal, act in (
            (user_logged_in, "user.signed_in"),
            (user_logged_out, "user.signed_out"),
            (mfa.authenticator_added, "user.second_factor_added"),
            (mfa.authenticator_removed, "user.second_factor_removed"),
            (mfa.authenticator_reset, "user.second_factor_reset"),
        ):
            signal.connect(_note(act), weak=False, dispatch_uid=f"wellrun.{act}")
        for signal, act in ((user_login_failed, "user.sign_in_failed"), (user_locked_out, "user.locked_out")):
            signal.connect(_note_denied(act), weak=False, dispatch_uid=f"wellrun.{act}")
