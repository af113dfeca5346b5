"""Billing: codes and fees, encounters and their charges, patient accounts, payments, statements.

Words: an *encounter* is what is billed of one visit; a *charge line* is one procedure code of it, at a fee,
with *pointers* (1-based) to the encounter's diagnoses; a *gap* is something missing before charges can be
posted; a *patient account* is where one patient's money is read; *unapplied* money was taken and not yet matched
to a charge; a *receipt number* is counted without gaps at each site; a *statement* asks a patient for their own
share alone.
Invariants: every posted charge line has one ledger entry under `charge:<line>`; a patient's receivable in the
ledger equals the sum of what is open on their charges; unapplied money is never negative and never lies idle
while the patient owes; the receipt numbers of a site have no gaps; nothing that was posted changes, it is reversed.
"""
