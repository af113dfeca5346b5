"""The one door: who (person, role, unit) may do what (capability), to what (scope), seeing which fields.

Words: a *capability* is one thing the office lets a role do; its *scope* says where; an *actor* is a person
with all capabilities resolved to units; a *refusal* carries the sentence that the person reads.
The whole matrix is `matrix.py`; documentation and tests are generated from it. A URL whose view declares
no capability stops the program at start.
"""
