"""The one clock of the program: UTC instants for screens, jobs and the simulation.

Nothing below a screen reads it; operations take `at`. The simulation and the tests put a
`VirtualClock` in its place for the length of a `with running(clock)` block.
"""

from wellrun.platform.clock.clock import (
    Clock,
    SystemClock,
    VirtualClock,
    asked_day,
    now,
    run_ahead,
    running,
    today_in,
)

__all__ = ["Clock", "SystemClock", "VirtualClock", "asked_day", "now", "run_ahead", "running", "today_in"]
