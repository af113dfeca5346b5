"""Addresses of the front desk."""

from __future__ import annotations

from django.urls import path

from wellrun.practice.frontdesk.screens import calls, check_in, drawers, prints

app_name = "frontdesk"

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/callers/", calls.callers, name="callers"),
    path("calls/<uuid:call_id>/", calls.call, name="call"),
    path("calls/<uuid:call_id>/return/", calls.returned, name="call-return"),
    path("calls/<uuid:call_id>/return/undo/", calls.undo_returned, name="call-return-undo"),
    path("calls/<uuid:call_id>/withdrawal/", calls.withdrawal, name="call-withdrawal"),
    path("drawer/", drawers.drawer, name="drawer"),
    path("drawers/<uuid:drawer_id>/", drawers.one_drawer, name="one-drawer"),
    path("drawers/<uuid:drawer_id>/count/", drawers.count, name="drawer-count"),
    path("drawers/<uuid:drawer_id>/count/tally/", drawers.tally, name="drawer-tally"),
    path("drawers/<uuid:drawer_id>/count/undo/", drawers.undo_count, name="drawer-count-undo"),
    path("patients/<uuid:patient_id>/labels/", prints.labels, name="labels"),
    path("patients/<uuid:patient_id>/card/", prints.card, name="card"),
    path("appointments/<uuid:appointment_id>/superbill/", prints.superbill, name="superbill"),
    path("appointments/<uuid:appointment_id>/letter/", prints.letter, name="letter"),
    path("deposits/<uuid:site_id>/<str:on>/", prints.deposit, name="deposit"),
    path("appointments/<uuid:appointment_id>/check-in/", check_in.check_in, name="check-in"),
    path("appointments/<uuid:appointment_id>/check-in/undo/", check_in.undo, name="check-in-undo"),
]
