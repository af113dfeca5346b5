"""Builders that turn the segments of one kind of transaction into its typed view, in a single pass."""
