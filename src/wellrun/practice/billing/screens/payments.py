"""Taking a payment, its page, its receipt, and voiding it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wellrun.platform.access.api import Actor, NotAllowed, NotFound, attempt, screen, show
from wellrun.platform.audit.api import record_read
from wellrun.platform.clock import now
from wellrun.platform.money.cents import format_cents
from wellrun.platform.ui.papers import pdf
from wellrun.platform.ui.toasts import add_toast
from wellrun.practice.billing.models import Method, Payment
from wellrun.practice.billing.operations.take_payment import take_payment
from wellrun.practice.billing.operations.void_payment import may_void, void_payment
from wellrun.practice.billing.queries.accounts import balances
from wellrun.practice.billing.queries.charge_rows import charge_rows
from wellrun.practice.billing.queries.copay import collected_cents, expected_copay_cents
from wellrun.practice.billing.queries.hooks import open_drawer
from wellrun.practice.billing.queries.money import money_of
from wellrun.practice.billing.queries.payments import payment as find_payment
from wellrun.practice.billing.queries.payments import receipt_pdf
from wellrun.practice.billing.screens.accounts import patient_of
from wellrun.practice.billing.screens.forms import PaymentForm, ReasonForm
from wellrun.practice.organization.api import departments_among, sites_of, zone_of
from wellrun.practice.scheduling.api import Appointment


@screen("cash.take")
def take(request: HttpRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Take money; with `?visit=` the copay of that visit is what is asked for first."""
    patient = patient_of(patient_id)
    visit = _visit(request, patient_id)
    balance = balances([patient_id])[patient_id]
    copay = max(0, expected_copay_cents(visit) - collected_cents(visit.id)) if visit else 0
    asked = copay or max(0, balance.patient_due_cents - balance.unapplied_cents)
    units = _units(request.actor)
    form = PaymentForm(request.POST or None, units=units, initial={"amount_cents": asked or None})
    if request.method == "POST" and form.is_valid():
        taken = _take(request, form, patient_id, visit)
        if taken:
            add_toast(request, f"{format_cents(taken.amount_cents)} taken, receipt {taken.receipt_number}.")
            return HttpResponseRedirect(reverse("billing:paid", args=[taken.id]))
    context = {
        "page_title": "Take a payment",
        "patient": patient,
        "form": form,
        "balance": balance,
        "copay_cents": copay,
        "visit": visit,
    }
    status = 422 if form.errors else 200
    return show(request, "billing/take_payment.html", context, patients=[patient_id], status=status)


@screen("accounts.read")
def paid(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """One payment: what it paid for, its receipt, and how to void it."""
    payment = _payment(payment_id)
    money = money_of(payment.account)
    rows = {row.charge_id: row for row in charge_rows(payment.account, money)}
    applied = [(rows.get(one.charge_id), one.cents) for one in money.applied_from(payment.id)]
    patient = payment.account.patient
    context = {
        "page_title": f"Receipt {payment.receipt_number}",
        "payment": payment,
        "patient": patient,
        "applied": applied,
        "zone": zone_of(payment.unit_id),
        "left_cents": money.payment_left.get(payment.id, 0),
        "may_void": not payment.voided_at and may_void(payment, by=request.actor, at=now()),
        "form": ReasonForm(),
    }
    return show(request, "billing/payment.html", context, patients=[patient.id], subject=payment.id)


@screen("cash.take")
def voiding(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """Void a payment, for a reason."""
    payment = _payment(payment_id)
    if not request.actor.may("cash.take", payment.unit_id):
        raise NotAllowed()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if attempt(form, void_payment, payment_id=payment.id, because=because, by=request.actor, at=now()):
            add_toast(request, f"Receipt {payment.receipt_number} is void.")
            return HttpResponseRedirect(reverse("billing:paid", args=[payment.id]))
    context = {
        "page_title": f"Void receipt {payment.receipt_number}",
        "payment": payment,
        "patient": payment.account.patient,
        "form": form,
    }
    status = 422 if form.errors else 200
    return show(request, "billing/void.html", context, patients=[payment.account.patient_id], status=status)


@screen("accounts.read")
def receipt(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    """The receipt to print."""
    payment = _payment(payment_id)
    record_read("accounts.read", subject_type="receipt", subject_id=payment.id,
                patients=[payment.account.patient_id])  # fmt: skip
    return pdf(receipt_pdf(payment.id), f"receipt-{payment.receipt_number}.pdf")


def _take(
    request: HttpRequest, form: PaymentForm, patient_id: uuid.UUID, visit: Appointment | None
) -> Payment | None:
    told = form.cleaned_data
    drawer = open_drawer(request.actor, told["unit_id"]) if told["method"] == Method.CASH else None
    return attempt(
        form,
        take_payment,
        patient_id=patient_id,
        amount_cents=told["amount_cents"],
        method=told["method"],
        reference=told["reference"],
        unit_id=told["unit_id"],
        drawer_id=drawer,
        for_appointment_id=visit.id if visit else None,
        by=request.actor,
        at=now(),
    )


def _visit(request: HttpRequest, patient_id: uuid.UUID) -> Appointment | None:
    try:
        wanted = uuid.UUID(request.GET.get("visit", ""))
    except ValueError:
        return None
    return Appointment.objects.filter(id=wanted, patient_id=patient_id).first()


def _units(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """Where this person takes money: their sites, or else their departments."""
    reach = actor.reach["cash.take"]
    sites = [(site.id, site.name) for site in sites_of(actor.organization_id) if site.id in reach]
    return sites or [(unit.id, f"{unit.name}, {unit.parent.name}") for unit in departments_among(reach)]


def _payment(payment_id: uuid.UUID) -> Payment:
    found = find_payment(payment_id)
    if found is None:
        raise NotFound()
    return found
