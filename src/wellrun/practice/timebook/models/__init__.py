"""The time book's tables."""

from wellrun.practice.timebook.models.block import Block
from wellrun.practice.timebook.models.reservation import Reservation
from wellrun.practice.timebook.models.resource import Resource, ResourceKind

__all__ = ["Block", "Reservation", "Resource", "ResourceKind"]
