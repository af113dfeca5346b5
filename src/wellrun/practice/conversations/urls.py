"""Addresses of conversations."""

from django.urls import path

from wellrun.practice.conversations.screens import threads

app_name = "conversations"
urlpatterns = [
    path("", threads.inbox, name="inbox"),
    path("new/", threads.new, name="new"),
    path("<uuid:thread_id>/", threads.thread, name="thread"),
    path("<uuid:thread_id>/people/", threads.people, name="people"),
]
