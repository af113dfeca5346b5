"""Outreach: what the office tells its patients, by email, text and telephone, and what they answer.

Words: a *notice* is one message to one patient about one thing; it waits three minutes in which it can be taken back,
then leaves in the patient's waking hours; a *link* is a signed address by which a patient acts without a password,
and which dies; the *call list* is what a person must say on the telephone. Invariants: the same notice (by its key)
is never made twice; no notice leaves that was taken back; no text and no link carries health information.
"""
