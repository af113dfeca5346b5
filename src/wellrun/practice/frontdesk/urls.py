"""Addresses of the front desk."""

from __future__ import annotations

from django.urls import path

from wellrun.practice.frontdesk.http_api import telephone as telephone_api
from wellrun.practice.frontdesk.screens import (
    calls,
    check_in,
    downtime,
    drawers,
    prints,
    telephone,
    wait_limits,
    walk_ins,
)

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
    path("calls/rings/", telephone.rings, name="rings"),
    path("calls/rings/<uuid:incoming_id>/", telephone.take, name="take-call"),
    path("telephone/", telephone.lines, name="telephone-lines"),
    path("telephone/<uuid:line_id>/key/", telephone.key, name="telephone-key"),
    path("telephone/<uuid:line_id>/ending/", telephone.ending, name="telephone-ending"),
    path("telephone/<uuid:line_id>/reports/", telephone_api.report, name="telephone-report"),
    path("queue/", walk_ins.queue, name="queue"),
    path("queue/rows/", walk_ins.rows, name="queue-rows"),
    path("queue/<uuid:unit_id>/display/", walk_ins.display, name="queue-display"),
    path("walk-ins/<uuid:walk_in_id>/", walk_ins.walk_in, name="walk-in"),
    path("walk-ins/<uuid:walk_in_id>/call/", walk_ins.call, name="walk-in-call"),
    path("walk-ins/<uuid:walk_in_id>/requeue/", walk_ins.requeue, name="walk-in-requeue"),
    path("walk-ins/<uuid:walk_in_id>/visit/", walk_ins.book, name="walk-in-book"),
    path("walk-ins/<uuid:walk_in_id>/leave/", walk_ins.leave, name="walk-in-leave"),
    path("walk-ins/<uuid:walk_in_id>/undo/", walk_ins.undo, name="walk-in-undo"),
    path("waits/", wait_limits.index, name="wait-limits"),
    path("waits/<uuid:unit_id>/", wait_limits.unit, name="wait-limit"),
    path("downtime/", downtime.packs, name="downtime"),
    path("downtime/<uuid:site_id>/", downtime.pack, name="downtime-pack"),
    path("patients/<uuid:patient_id>/labels/", prints.labels, name="labels"),
    path("patients/<uuid:patient_id>/card/", prints.card, name="card"),
    path("appointments/<uuid:appointment_id>/superbill/", prints.superbill, name="superbill"),
    path("appointments/<uuid:appointment_id>/letter/", prints.letter, name="letter"),
    path("deposits/<uuid:site_id>/<str:on>/", prints.deposit, name="deposit"),
    path("appointments/<uuid:appointment_id>/check-in/", check_in.check_in, name="check-in"),
    path("appointments/<uuid:appointment_id>/check-in/undo/", check_in.undo, name="check-in-undo"),
]
