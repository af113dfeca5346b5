"""Each test has a home of its own, so that no file of one is another's."""

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("WELLRUN_HOME", str(tmp_path))
    return tmp_path
