"""The worklist: whatever needs a person is a task, in one place.

Words: a *task* has a kind, a subject, an owner (a role at a unit, or a person), a due time, a priority and a key;
a *cause* is what raised it. Invariants: while a task is open, its key is raised once (unique index); a task whose
cause is gone closes itself; a finished task keeps who finished it and how.
"""
