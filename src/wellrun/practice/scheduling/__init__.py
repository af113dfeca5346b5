"""Scheduling: visit types, availability, and the visits of a department from booking to check-out.

Words: a *visit type* says how long a visit takes and what it needs; *availability* is when a provider sees
patients in a department, in wall time; an *offer* is a time at which provider, room and device are free; a *step*
is one thing that happened to a visit; an *opening* is a freed time while it is offered to who waits; a *recall* is a
patient who is due back; a *feed* is a private address at which calendar programs read busy times.
Invariants: an appointment's id is its booking in the time book, so that provider, room and device are taken
together or not at all; a visit that is cancelled or missed holds no time; no patient has two visits at once; every
step can be undone, unless somebody has the time meanwhile, and the history keeps both; an opening is accepted by one
patient at most, however many say yes at once; a recall is made once for a rule and period.
"""
