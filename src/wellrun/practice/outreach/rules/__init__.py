"""Small decisions of outreach: wording and waking hours."""
