"""Tests of rebooking."""
