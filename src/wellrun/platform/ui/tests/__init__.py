"""Promises of the looks: what is drawn, what forms accept and refuse."""
