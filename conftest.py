"""Fixtures for every test of the project."""

from wellrun.platform.testing.fixtures import committed_db, django_db_setup, office

__all__ = ["committed_db", "django_db_setup", "office"]
