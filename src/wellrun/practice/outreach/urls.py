"""Addresses of outreach."""

from django.urls import path

from wellrun.practice.outreach.screens import calls, log, reports, settings

app_name = "outreach"
urlpatterns = [
    path("", log.log, name="log"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:notice_id>/", calls.outcome, name="call"),
    path("notices/<uuid:notice_id>/", log.notice, name="notice"),
    path("notices/<uuid:notice_id>/state/", log.countdown, name="countdown"),
    path("notices/<uuid:notice_id>/withdrawal/", log.withdrawal, name="withdrawal"),
    path("addresses/<uuid:bad_id>/clearing/", log.clearing, name="clearing"),
    path("gateways/", settings.gateways, name="gateways"),
    path("gateways/<str:channel>/", settings.gateway, name="gateway"),
    path("gateways/<str:channel>/test/", settings.test, name="gateway_test"),
    path("quiet-hours/", settings.quiet_hours, name="quiet_hours"),
    path("wordings/", settings.wordings, name="wordings"),
    path("reports/<uuid:organization_id>/text/", reports.text_reports, name="text_reports"),
]
