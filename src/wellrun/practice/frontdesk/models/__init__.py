"""The front desk's tables."""

from wellrun.practice.frontdesk.models.check_in import CheckIn, Identifier
from wellrun.practice.frontdesk.models.drawer import CashDrawer
from wellrun.practice.frontdesk.models.phone_call import CallReason, Disposition, PhoneCall

__all__ = ["CallReason", "CashDrawer", "CheckIn", "Disposition", "Identifier", "PhoneCall"]
