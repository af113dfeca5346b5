"""A practice that never existed, lived through by the same operations that people use, on a virtual clock.

Words: the *plan* says who works where (`practice.py`, `cast.py`, `payers.py`); the *world* is one run of it; an *act*
is something that somebody does at a virtual instant, as a user of the practice, in one transaction; the *agenda* holds
the acts to come; the *book* is what is booked before the first day; *chance* is one seeded stream for each concern.

How it goes: `making.py` founds the practice, puts its people on file (registered one by one; their histories, consents
and coverage go in as rows), fills the book and lives the days. A day has a morning at the back office, a day at each
site (`site_day.py`: calls, visits, charges) and an evening (drawers, claims, statements, the day's close); the sites
live it abreast, each in a process of its own (`abreast.py`). What the calendar holds besides visits is done before the
sites open and after they close, a file a subject (`calendar.py`). At its end the audit is sealed, and every registered
invariant is checked while the next day is lived (`living.py`).

Promises: the same plan, seed, days and end give the same rows, ids included; what an office would refuse is refused
and counted; a broken invariant stops the run with its sentence. Nobody in it is or was a real person.
"""
