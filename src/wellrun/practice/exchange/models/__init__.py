"""The exchange's table."""

from wellrun.practice.exchange.models.transmission import Direction, Transmission, TransmissionState

__all__ = ["Direction", "Transmission", "TransmissionState"]
