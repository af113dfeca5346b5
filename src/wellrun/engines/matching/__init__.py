"""Is this the same person, and why do we think so.

`compare` weighs two `Person`s field by field (Fellegi and Sunter, "A Theory for Record Linkage", JASA 64,
1969) and returns a `Match` with its `Evidence`; `rank` does so against a pool. `search_tokens` and
`query_tokens` are what a registry indexes and what a typed search becomes.
"""

from wellrun.engines.matching.person import Evidence, Match, Person, Verdict

__all__ = ["Evidence", "Match", "Person", "Verdict"]
