"""Root URLs: each room brings its own; the front page belongs to the workspaces."""

from __future__ import annotations

from django.urls import include, path

handler400 = "wellrun.platform.ui.screens.errors.bad_request"
handler403 = "wellrun.platform.ui.screens.errors.forbidden"
handler404 = "wellrun.platform.ui.screens.errors.not_found"
handler500 = "wellrun.platform.ui.screens.errors.server_error"

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("wellrun.platform.ui.urls")),
    path("worklist/", include("wellrun.practice.worklist.urls")),
    path("documents/", include("wellrun.practice.documents.urls")),
]
