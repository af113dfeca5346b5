"""Housekeeping that keeps sign-in tables from growing: ended sessions, old failures, answered forms."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

from wellrun.platform.access.models import Submission
from wellrun.platform.clock import now
from wellrun.platform.jobs.api import job

#: Failed sign-ins stop counting after a quarter of an hour; a day is kept for whoever looks into an attack.
_KEPT_FAILURES = timedelta(days=1)
_KEPT_SUBMISSIONS = timedelta(days=2)


@job(name="organization.tidy_sign_ins", cron="17 * * * *")
def tidy_sign_ins(timestamp: int) -> None:
    """Remove what no longer serves: hourly, and harmless to repeat."""
    at = now()
    Session.objects.filter(expire_date__lt=at).delete()
    for table in (AccessAttempt, AccessFailureLog, AccessLog):
        table.objects.filter(attempt_time__lt=at - _KEPT_FAILURES).delete()
    Submission.objects.filter(received_at__lt=at - _KEPT_SUBMISSIONS).delete()
