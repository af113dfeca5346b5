"""Is this the same person, and why do we think so.

`compare` weighs two `Person`s field by field (Fellegi and Sunter, "A Theory for Record Linkage", JASA 64,
1969) and returns a `Match` with its `Evidence`; `rank` does so against a pool. `search_tokens` and
`query_tokens` are what a registry indexes and what a typed search becomes.
"""

from wellrun.engines.matching.birth_dates import birth_dates
from wellrun.engines.matching.comparison import compare, rank
from wellrun.engines.matching.names import (
    id_key,
    name_key,
    name_parts,
    phone_digits,
    plain,
    sound_key,
    sounds_alike,
    street_key,
    suffix_of,
)
from wellrun.engines.matching.nicknames import are_forms, forms_of
from wellrun.engines.matching.person import Evidence, Match, Person, Verdict
from wellrun.engines.matching.search import Query, QueryPart, query_tokens, search_tokens
from wellrun.engines.matching.weights import Level, Weights, count_levels, recount

__all__ = [
    "Evidence",
    "Level",
    "Match",
    "Person",
    "Query",
    "QueryPart",
    "Verdict",
    "Weights",
    "are_forms",
    "birth_dates",
    "compare",
    "count_levels",
    "forms_of",
    "id_key",
    "name_key",
    "name_parts",
    "phone_digits",
    "plain",
    "query_tokens",
    "rank",
    "recount",
    "search_tokens",
    "sound_key",
    "sounds_alike",
    "street_key",
    "suffix_of",
]
