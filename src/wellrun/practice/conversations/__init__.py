"""Conversations of staff: what colleagues write to each other about a patient, a visit, a claim or nothing at all.

Words: a *thread* is about one subject; a *message* is one contribution to it. Invariants: whoever is not part of a
thread and does not reach its subject never sees it; what was written is not rewritten.
"""
