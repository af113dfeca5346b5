"""PostgreSQL for Wellrun: where it runs, who may do what in it, and who is asking.

Words: the *owner* role migrates, the *app* role runs; an *identity* is what row-level security reads
about the person asking; a *guard* declares, beside a model, whose rows they are and which fields hold
health information, pay or secrets. Invariant: the program refuses to run as a role that could bypass
row-level security.
"""
