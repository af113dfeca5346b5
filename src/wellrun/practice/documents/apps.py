"""The documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents."""

    name = "wellrun.practice.documents"
    label = "documents"
