"""The library stands alone."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import wellrun.engines.x12
own = ("wellrun.engines.x12", "wellrun.engines")
print([name for name in sys.modules if name.startswith(("django", "wellrun.")) and not name.startswith(own)])
"""


def test_importing_it_brings_in_nothing_of_the_rest():
    path = [entry for entry in sys.path if entry]
    program = f"import sys; sys.path[:0] = {path!r}\n{PROBE}"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
