"""Workforce: employees in their posts, providers, and the credentials that let them work.

Words: an *employee* is a person in a post at a unit; a *provider* is one with an NPI who is booked; a *credential*
is a license, registration, board certificate, policy or payer enrollment with the day on which it ends.
Invariants: a provider is a resource of the time book under its own id; one gap in a credential is one sentence,
the same wherever it stops something: booking, rostering, the release of a claim.
"""
