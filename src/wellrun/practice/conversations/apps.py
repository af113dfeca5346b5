"""Conversations as a Django app."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """The room conversations."""

    name = "wellrun.practice.conversations"
    label = "conversations"
