"""The time book's tables."""

from wellrun.practice.timebook.models.block import Block
from wellrun.practice.timebook.models.reservation import LONGEST, Reservation
from wellrun.practice.timebook.models.resource import Resource, ResourceKind

__all__ = ["LONGEST", "Block", "Reservation", "Resource", "ResourceKind"]
