"""Where do stranded visits go: a whole new plan for visits that lost their provider, room or device, the best there is
by a stated objective, with a bound that says how far from the best it can be, and a reason for each choice.

A `Problem` holds `Visit`s, each with the `Place`s it could have, what is shared, and the `Weights`. `solve` answers
with a `Plan`; `greedy` is the plan of whoever goes through the list once. Nothing here reads a clock, a file or a
database; instants carry a zone.
"""

from wellrun.engines.rebooking.cost import days_moved, place_cost, plan_cost, unplaced_costs, usable
from wellrun.engines.rebooking.greedy import greedy
from wellrun.engines.rebooking.problem import (
    Coverage,
    Need,
    Place,
    Preference,
    Problem,
    Urgency,
    Visit,
    Weights,
)
from wellrun.engines.rebooking.result import Chosen, Move, Plan
from wellrun.engines.rebooking.solve import solve

__all__ = [
    "Chosen",
    "Coverage",
    "Move",
    "Need",
    "Place",
    "Plan",
    "Preference",
    "Problem",
    "Urgency",
    "Visit",
    "Weights",
    "days_moved",
    "greedy",
    "place_cost",
    "plan_cost",
    "solve",
    "unplaced_costs",
    "usable",
]
