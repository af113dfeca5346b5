"""Named places where a test may have the program killed, to see that nothing is left half done.

`WELLRUN_FAILPOINT=after_claim_3` kills the process (SIGKILL: no handler, no clean-up) when it passes that name.
Without the variable a failpoint costs one look-up and does nothing.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "WELLRUN_FAILPOINT"


def failpoint(name: str) -> None:
    """Die here, as by a power cut, when the environment names this place."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
