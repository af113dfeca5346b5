"""Claims: what is asked of insurers, what they answer, and what is done about it.

Words: a *claim* asks one payer for the charges of one encounter; an *edit* is a rule a claim is checked by, a
*finding* what it found; a *submission* is one batch of claims in one 837P; an *acknowledgement* is a 999
(could the file be read) or a 277CA (was each claim taken in); a *remittance* is one payment of a payer with
the claims it explains; an *exception* is a line of it that nobody may post unseen.
Invariants: a claim is in one live submission only (unique index); what was sent is frozen in its snapshot and
its bytes are kept; control numbers come from a counter of the database; one payment is posted once, whole or
not at all, and only when it balances at line, claim and payment; cash always ties: what cannot be matched is
posted as unapplied; a denial is never written off by itself; whatever does not fit raises a task, which
closes when its cause is gone.
"""
