"""Addresses of the worklist, under `/work/`."""

from __future__ import annotations

from django.urls import path

from wellrun.practice.worklist.screens import acts, tasks

app_name = "worklist"

urlpatterns = [
    path("", tasks.tasks, name="tasks"),
    path("<uuid:task_id>/", tasks.task, name="task"),
    path("<uuid:task_id>/assignment/", acts.assignment, name="assignment"),
    path("<uuid:task_id>/assignment/undo/", acts.undo_assignment, name="assignment-undo"),
    path("<uuid:task_id>/due/", acts.due, name="due"),
    path("<uuid:task_id>/due/undo/", acts.undo_due, name="due-undo"),
    path("<uuid:task_id>/resolution/", acts.resolution, name="resolution"),
    path("<uuid:task_id>/resolution/undo/", acts.undo_resolution, name="resolution-undo"),
]
