"""Messages between colleagues: what waits, one thread, a new one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wellrun.platform.access.api import attempt, screen, show
from wellrun.platform.clock import now
from wellrun.platform.ui.navigation import NavItem
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.conversations.operations.threads import begin_thread, bring_in, read_thread, reply
from wellrun.practice.conversations.queries.subjects import Subject, kinds, page_of, subject_of
from wellrun.practice.conversations.queries.threads import thread_for, threads_of
from wellrun.practice.conversations.screens.forms import NewForm, PeopleForm, ReplyForm


@screen("messages.use")
def inbox(request: HttpRequest) -> HttpResponse:
    """The threads that one is part of, the latest first."""
    unread = request.GET.get("unread") == "yes"
    rows = threads_of(request.actor, unread=unread)
    waiting = sum(row.unread > 0 for row in rows)
    context = {
        "page_title": "Messages",
        "rows": rows,
        "unread": unread,
        "zone": request.actor.zone,
        "views": [
            NavItem(label="All", url="?", current=not unread),
            NavItem(label="Unread", url="?unread=yes", current=unread, count=waiting),
        ],
    }
    patients = [row.thread.patient_id for row in rows if row.thread.patient_id]
    return show(request, "conversations/inbox.html", context, patients=patients)


@screen("messages.use")
def new(request: HttpRequest) -> HttpResponse:
    """Write to colleagues; the address may name what it is about (`?call=…`, `?patient=…`)."""
    by, at, subject = request.actor, now(), _subject(request)
    initial = {"title": subject.title, "text": subject.draft} if subject else {}
    form = NewForm(request.POST or None, by=by, at=at, initial=initial)
    if request.method == "POST" and form.is_valid():
        begun = attempt(form, begin_thread, title=form.cleaned_data["title"], text=form.cleaned_data["text"],
                        to=form.whom(), subject=subject, by=by, at=at)  # fmt: skip
        if begun:
            add_toast(request, "Sent. You see here when they answer.")
            return HttpResponseRedirect(reverse("conversations:thread", args=[begun.id]))
    context = {"page_title": "New message", "form": form, "subject": subject}
    patients = [subject.patient_id] if subject and subject.patient_id else []
    return show(
        request, "conversations/new.html", context, patients=patients, status=422 if form.errors else 200
    )


def _subject(request: HttpRequest) -> Subject | None:
    for kind in kinds():
        if kind in request.GET:
            try:
                return subject_of(request.actor, kind, uuid.UUID(request.GET[kind]))
            except ValueError:
                return None
    return None


@screen("messages.use")
def thread(request: HttpRequest, thread_id: uuid.UUID) -> HttpResponse:
    """One thread, read by opening it; a POST writes into it."""
    by, at = request.actor, now()
    form = ReplyForm(request.POST or None)
    written = (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, reply, thread_id=thread_id, text=form.cleaned_data["text"], by=by, at=at)
    )
    if written:
        return HttpResponseRedirect(reverse("conversations:thread", args=[thread_id]))
    read_thread(thread_id=thread_id, by=by, at=at)
    return _thread_page(request, thread_id, form, PeopleForm(by=by, at=at))


def _thread_page(
    request: HttpRequest, thread_id: uuid.UUID, form: ReplyForm, others: PeopleForm
) -> HttpResponse:
    by = request.actor
    found, messages, with_whom = thread_for(by, thread_id)
    context = {
        "page_title": found.title,
        "thread": found,
        "messages_of": [(each, each.by_id == by.person_id) for each in messages],
        "with_whom": with_whom,
        "subject_path": page_of(by, found.subject_kind, found.subject_id),
        "form": form,
        "others": others,
        "zone": by.zone,
    }
    status = 422 if form.errors or others.errors else 200
    patients = [found.patient_id] if found.patient_id else []
    return show(
        request, "conversations/thread.html", context, patients=patients, subject=found.id, status=status
    )


@screen("messages.use")
@require_POST
def people(request: HttpRequest, thread_id: uuid.UUID) -> HttpResponse:
    """Bring others into a thread."""
    by, at = request.actor, now()
    form = PeopleForm(request.POST, by=by, at=at)
    if form.is_valid() and attempt(form, bring_in, thread_id=thread_id, to=form.whom(), by=by, at=at):
        return HttpResponseRedirect(reverse("conversations:thread", args=[thread_id]))
    return _thread_page(request, thread_id, ReplyForm(), form)
