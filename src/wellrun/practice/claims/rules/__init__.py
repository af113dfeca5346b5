"""Decisions of the claims room without a database: what an adjustment means, what is posted, what is sent."""
