"""Patients: who they are, how they are found, what is known of them, what they consented to.

Words: a *chart number* is the patient's number in one organization, given once and never again; *demographics*
are identity and contacts; the *guarantor* pays (the patient, unless another is named); a *likely duplicate* is
somebody on file whom the evidence makes the same person; a *panel* is what a room above adds to the patient's
page. Invariants: registering draws the chart number first, so that two who register one person at once meet;
everything about a patient carries the patient's compartment; a Social Security number lies sealed in a table of
its own; history is ended, never deleted.
"""
