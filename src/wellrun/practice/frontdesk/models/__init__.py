"""The front desk's tables."""

from wellrun.practice.frontdesk.models.check_in import CheckIn, Identifier
from wellrun.practice.frontdesk.models.drawer import CashDrawer
from wellrun.practice.frontdesk.models.phone_call import CallReason, Disposition, PhoneCall
from wellrun.practice.frontdesk.models.telephone import IncomingCall, TelephoneLine
from wellrun.practice.frontdesk.models.wait_limit import WaitLimit
from wellrun.practice.frontdesk.models.walk_in import WalkIn, WalkInState

__all__ = [
    "CallReason",
    "CashDrawer",
    "CheckIn",
    "Disposition",
    "Identifier",
    "IncomingCall",
    "PhoneCall",
    "TelephoneLine",
    "WaitLimit",
    "WalkIn",
    "WalkInState",
]
