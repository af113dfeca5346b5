"""What a plan says."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.engines.rebooking.problem import Place, Visit


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place with the resource that serves each of its needs, in the order of `place.needs`."""

    place: Place
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What the plan has for one visit. Without a place `missing` names the resource that was taken most often ("" where
    there was nothing to take), and `why` says it in a sentence. `days` is negative for an earlier day."""

    visit: Visit
    chosen: Chosen | None
    cost: int
    why: str
    days: int = 0
    same_provider: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Moves in the order of the problem's visits, what they cost together, and the least that any plan over the same
    places can cost, all in points. `considered` is how many places were."""

    moves: tuple[Move, ...]
    cost: int
    bound: int
    placed_cost: int
    considered: int
    proven: bool

    @property
    def gap(self) -> float:
        """How far from the best the plan can be, as a share of what its placed visits cost: 0.0 is proven best. What is
        left out is not counted below the line, where it would hide the rest."""
        return max(self.cost - self.bound, 0) / max(self.placed_cost, 1)
