"""A clearinghouse and its payers that never existed: reads 837P files, answers with 999, 277CA and 835 files.

Pure Python over `wellrun.engines.x12`, without a clock and without a network: `Clearinghouse.receive` takes a
file at an instant, `Clearinghouse.due` gives what is to be delivered by an instant. The same seed, payers and
files give the same bytes. `PayerHabits` says how a payer pays, `Faults` how the line misbehaves; `run_folder`
runs it over the two folders that the program's exchange uses. No payer, amount or habit here is a real one's.
"""

from wellrun.simulation.clearinghouse.clearinghouse import Clearinghouse
from wellrun.simulation.clearinghouse.folder import run_folder
from wellrun.simulation.clearinghouse.habits import DEMO_PAYERS, Faults, PayerHabits

__all__ = ["DEMO_PAYERS", "Clearinghouse", "Faults", "PayerHabits", "run_folder"]
