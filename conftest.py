"""Fixtures for every test of the project."""

from hypothesis import settings

from wellrun.platform.testing.fixtures import committed_db, django_db_setup, office

__all__ = ["committed_db", "django_db_setup", "office"]

# Speed is measured by benchmarks; a busy machine must not fail a property.
settings.register_profile("wellrun", deadline=None)
settings.load_profile("wellrun")
