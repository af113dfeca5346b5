"""What tests of every room use: a database made once and copied, identities, and a small world."""
