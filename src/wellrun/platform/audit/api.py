"""The door to the audit: record acts, reads and denials; seal; verify."""

from wellrun.platform.audit.models import Seal
from wellrun.platform.audit.recording import record_act, record_acts, record_denial, record_read
from wellrun.platform.audit.sealing import seal_events
from wellrun.platform.audit.verifying import AuditBroken, verify_audit

__all__ = [
    "AuditBroken",
    "Seal",
    "record_act",
    "record_acts",
    "record_denial",
    "record_read",
    "seal_events",
    "verify_audit",
]
