"""Fixtures of the whole project: databases that are used as the application's role, and a small world.

The root `conftest.py` brings them in, so that they come before those of the test framework.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from typing import Any

import pytest

from wellrun.platform.testing.databases import copy_database, drop_database, fresh_database, use_database


def _worker_database() -> str:
    return f"wellrun_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this worker a copy of the migrated template instead of migrating anew."""
    name = _worker_database()
    with django_db_blocker.unblock():
        copy_database(name)
        use_database(name)
        yield
        use_database("nothing_yet")
        drop_database(name)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A fresh database in which transactions really commit; for tests of two at once, kills and jobs."""
    with (
        django_db_blocker.unblock(),
        fresh_database(f"{_worker_database()}_fresh", _worker_database()) as name,
    ):
        yield name


@pytest.fixture
def office(db: None) -> Any:
    """The small office, inside a transaction that is rolled back."""
    # The platform knows no room; the world belongs to one, so it is looked up by name.
    return importlib.import_module("wellrun.practice.organization.testing").open_small_office()
