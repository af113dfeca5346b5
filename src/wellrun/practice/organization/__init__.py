"""The organization: legal entities, sites, departments, posts, people, users and who holds which role where.

Words: a *unit* is the organization, one of its sites, or a department at a site, in one tree; a *legal entity*
bills under a tax id and NPI; a *person* is a human being, a *user* one way for a person to sign in; a
*membership* gives a person a role at a unit from a date, to a date, granted by somebody.
Invariants: a unit's lineage is its chain of ancestors, itself included; a membership never loses its dates;
nobody acts through a membership outside them.
"""
