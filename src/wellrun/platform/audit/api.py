"""The door to the audit: record acts, reads and denials; seal; verify."""

from wellrun.platform.audit.adopting import AdoptionRefused, adopt_audit
from wellrun.platform.audit.models import Seal
from wellrun.platform.audit.recording import record_act, record_acts, record_denial, record_read
from wellrun.platform.audit.sealing import AuditNotAdopted, count_unsealed, seal_events
from wellrun.platform.audit.verifying import AuditBroken, verify_audit

__all__ = [
    "AdoptionRefused",
    "AuditBroken",
    "AuditNotAdopted",
    "Seal",
    "adopt_audit",
    "count_unsealed",
    "record_act",
    "record_acts",
    "record_denial",
    "record_read",
    "seal_events",
    "verify_audit",
]
