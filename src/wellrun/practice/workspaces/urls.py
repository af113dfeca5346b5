"""Addresses of the pages that mix rooms."""

from __future__ import annotations

from django.urls import path

from wellrun.practice.workspaces.screens import audit, board, day, home, palette, today

app_name = "workspaces"

urlpatterns = [
    path("", home.home, name="home"),
    path("board/", board.board, name="board"),
    path("board/rows/", board.rows, name="rows"),
    path("board/visits/<uuid:appointment_id>/step/", board.step, name="step"),
    path("board/visits/<uuid:appointment_id>/step/undo/", board.undo, name="step-undo"),
    path("day/", day.days, name="days"),
    path("day/<uuid:site_id>/<str:on>/", day.day, name="day"),
    path("day/<uuid:site_id>/<str:on>/close/", day.close, name="day-close"),
    path("day/<uuid:site_id>/<str:on>/lines/", day.day_lines, name="day-lines"),
    path("today/", today.today, name="today"),
    path("audit/", audit.audit, name="audit"),
    path("palette/", palette.palette, name="palette"),
]
