"""The audit: who did or saw what, when, before and after; append-only and sealed.

Words: a *row* event is written by the database for every write to a guarded table; an *act* names the
business act behind it; a *read* tells whose health information was shown; a *denial* what was refused.
A *seal* is a signed Merkle root over all events of the transactions that had ended since the last one.
Invariants: nobody can change or delete an event; a changed, removed or reordered one is found by `verify`.
"""
