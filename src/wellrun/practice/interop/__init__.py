"""Interop: whole records from other systems, brought in once and accounted for row by row.

Words: a *source* is the system that a folder of files came from; an *imported row* remembers one line of one of
its tables and what it became here; what no room keeps (outside facilities and providers, past visits, past claims
and their money, past insurance whose subscriber is half known) stays here as it was told. Every row of every file
is *imported*, *already there*, *merged* into another, or *reported* with a sentence; the counts add up or the
import fails. Invariants: a row is brought in once, whoever and however often one imports (a unique key and a lock
a transaction); a patient comes in whole or not at all; money is integer cents read from text, and an open balance
enters the ledger once under the claim's own source key.
"""
