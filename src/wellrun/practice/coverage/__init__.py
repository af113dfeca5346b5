"""Coverage: payers, their plans, and who is insured with whom.

Words: a *payer* is who pays claims, under the id that the clearinghouse knows it by; a *plan* is one of its
products; *coverage* is one patient's insurance by one payer during [starts_on, ends_on), with a *rank* (1 primary,
2 secondary, 3 tertiary); the *subscriber* holds the policy and need not be the patient.
Invariant: a patient never has two coverages of one rank on one day; the database says so.
"""
