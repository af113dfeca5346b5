"""Typed views into segments, strictly: counts, numbering, characters and lengths are right or nothing is
written.
"""
