"""The pytest plugin of the project: database fixtures that run as the application's role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from wellrun.platform.testing.databases import copy_database, drop_database, fresh_database, prepare_server, use_database


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any, parser: Any, args: Any) -> None:
    """Have the server's addresses ready before settings are read."""
    prepare_server()


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
    with django_db_blocker.unblock(), fresh_database(f"{_worker_database()}_fresh", _worker_database()) as name:
        yield name
