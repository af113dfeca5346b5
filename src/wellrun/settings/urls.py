"""Root URLs: each room brings its own; the front page belongs to the workspaces."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("patients/", include("wellrun.practice.patients.urls")),
    path("coverage/", include("wellrun.practice.coverage.urls")),
    path("documents/", include("wellrun.practice.documents.urls")),
    path("", include("wellrun.platform.ui.urls")),
    path("people/", include("wellrun.practice.organization.urls")),
    path("work/", include("wellrun.practice.worklist.urls")),
    path("billing/", include("wellrun.practice.billing.urls")),
    path("appointments/", include("wellrun.practice.scheduling.urls")),
    path("rooms/", include("wellrun.practice.facilities.urls")),
    path("providers/", include("wellrun.practice.workforce.urls")),
    # Passwords are renewed by the office manager in person; there is no reset by mail.
    path(
        "account/password/reset/", RedirectView.as_view(url="/account/login/"), name="account_reset_password"
    ),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("transmissions/", include("wellrun.practice.exchange.urls")),
    path("claims/", include("wellrun.practice.claims.urls")),
    path("messages/", include("wellrun.practice.conversations.urls")),
    path("outreach/", include("wellrun.practice.outreach.urls")),
    path("cases/", include("wellrun.practice.procedures.urls")),
    path("intake/", include("wellrun.practice.intake.urls")),
    path("", include("wellrun.practice.frontdesk.urls")),
    path("", include("wellrun.practice.workspaces.urls")),
]
