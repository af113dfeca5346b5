"""The pytest plugin that has a database server ready before settings are read."""

from __future__ import annotations

from typing import Any

import pytest

from wellrun.platform.testing.databases import prepare_server


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any, parser: Any, args: Any) -> None:
    """Have the server's addresses ready before settings are read."""
    prepare_server()
