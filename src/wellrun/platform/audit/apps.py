"""The audit as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit floor."""

    name = "wellrun.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Bring the audit's own invariant."""
        from wellrun.platform.audit.verifying import verify_audit
        from wellrun.platform.verification import register_check

        register_check(
            "audit", "The audit is unbroken", lambda: [fault.sentence for fault in verify_audit()[0]]
        )
