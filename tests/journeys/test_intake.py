"""Patients enter what they know themselves: by a link on a telephone, and at a kiosk that forgets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from wellrun.practice.documents.api import documents_of
from wellrun.practice.intake.api import send_booking_link, send_visit_link, signaled
from wellrun.practice.intake.models import Kiosk, Submission
from wellrun.practice.intake.operations.forms import add_form_rule, load_starter_forms
from wellrun.practice.intake.testing import a_photograph
from wellrun.practice.outreach.api import token_of
from wellrun.practice.patients.api import consents_of, history_of, patient
from wellrun.practice.scheduling.api import Appointment, VisitType, book_appointment

from .visiting import NEEDS_BROWSER, Visitor

pytestmark = NEEDS_BROWSER


def prepare(day):
    """Forms that are asked of everybody, visits that patients may move, one tomorrow and one in two hours."""
    practice = day.practice
    midnight = datetime.combine(practice.today, time(), tzinfo=ZoneInfo(practice.zone))
    soon = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    visits = {}
    with practice.as_program() as by:
        load_starter_forms(by=by, at=by.at)
        for key in ("consents", "medications-allergies"):
            add_form_rule(form_key=key, by=by, at=by.at)
        VisitType.objects.update(online=True)
        for who, starts_at in (("dana", midnight + timedelta(days=1, hours=10)), ("omar", soon)):
            visits[who] = book_appointment(
                patient_id=practice.patients[who].id,
                visit_type_id=practice.visit_types["follow-up"].id,
                provider_id=practice.providers["hale"].id,
                starts_at=starts_at,
                by=by,
                at=by.at,
            )
    return visits


def send_the_link(day, visit) -> str:
    """The secretary sends the link from the patient's page, and reads its address there."""
    with day.visited_by("sally", f"/patients/{visit.patient_id}/") as sally:
        page = sally.page
        page.get_by_role("link", name=re.compile("^Link for Follow-up")).click()
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_text("Not opened yet")).to_be_visible()
        sally.look("intake-staff-link")
        return re.search(r"/intake/visit/\S+", page.locator(".link-address").inner_text())[0]


def phone(day, dark=False) -> Visitor:
    """A patient's telephone: a browser of its own, 390 px wide."""
    visitor = Visitor(day.browser, day.address, "patient", dark=dark).arrive()
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    return visitor


def look(visitor, called):
    visitor.look(called)
    wide = visitor.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{called} is {wide} px too wide"
    small = visitor.page.evaluate(
        "[...document.querySelectorAll('.patient .btn, .patient .form-control')]"
        ".filter((each) => each.offsetParent && each.offsetHeight < 44).length"
    )
    assert not small, f"{called} has {small} small targets"


def birth(page, who):
    page.get_by_label(re.compile("^(Month|Mes)")).fill(str(who.birth_on.month))
    page.get_by_label(re.compile("^(Day|Día)")).fill(str(who.birth_on.day))
    page.get_by_label(re.compile("^(Year|Año)")).fill(str(who.birth_on.year))


def check_in_by_link(day, link, who):
    """From the first page to the last, with a photograph, on a telephone; each page in both languages."""
    guest = phone(day)
    page = guest.page
    guest.go(link)
    look(guest, "intake-landing-en")
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", name="Hola, Danielle")).to_be_visible()
    look(guest, "intake-landing-es")
    birth(page, who)
    page.get_by_role("button", name="Continuar").click()
    look(guest, "intake-visit-es")
    page.get_by_role("link", name="Cambiar la hora").click()
    look(guest, "intake-move-es")
    page.get_by_role("link", name="English").click()
    look(guest, "intake-move-en")
    page.get_by_role("link", name="Back").click()
    look(guest, "intake-visit-en")
    page.get_by_role("link", name="I cannot come").click()
    look(guest, "intake-cancel-en")
    page.get_by_role("link", name="Keep the visit").click()
    page.get_by_role("button", name="I will come").click()
    expect(page.get_by_text("You said that you will come")).to_be_visible()
    page.get_by_role("link", name="Check in online").click()
    look(guest, "intake-check-in-en")
    fill_the_steps(guest)
    page.get_by_role("button", name="Send everything").click()
    expect(page.get_by_text("Thank you. We have everything.")).to_be_visible()
    look(guest, "intake-sent-en")
    guest.leave()


def fill_the_steps(guest):
    page = guest.page
    page.get_by_role("link", name="Your contact details").click()
    page.get_by_label("ZIP code").fill("12")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("five digits")
    look(guest, "intake-details-refused-en")
    page.get_by_label("ZIP code").fill("61601")
    page.get_by_label(re.compile("^Email")).fill("dana@example.org")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label(re.compile("^Front of the card")).set_input_files(
        {"name": "card.jpg", "mimeType": "image/jpeg", "buffer": a_photograph(900, 600)}
    )
    look(guest, "intake-insurance-en")
    page.get_by_role("button", name="Save and continue").click()
    for group in page.get_by_role("group").all():
        group.get_by_role("radio", name="Yes").check()
    page.get_by_label(re.compile("^Signature")).fill("Danielle Whitcomb")
    look(guest, "intake-consents-en")
    page.goto(page.url + "?lang=es")
    look(guest, "intake-consents-es")
    page.goto(page.url.replace("lang=es", "lang=en"))
    for group in page.get_by_role("group").all():
        group.get_by_role("radio", name="Yes").check()
    page.get_by_label(re.compile("^Signature")).fill("Danielle Whitcomb")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Medicine 1").fill("Metformin")
    page.get_by_role("group", name="Is this list complete?").get_by_role("radio", name="Yes").check()
    look(guest, "intake-medicines-en")
    page.get_by_role("button", name="Save and continue").click()


def review(day, visit):
    """The desk takes over what is theirs, side by side with the record; a clinical assistant takes the history."""
    with day.visited_by("sally", "/intake/reviews/") as sally:
        page = sally.page
        sally.look("intake-queue")
        page.get_by_role("link", name=re.compile("Whitcomb")).click()
        expect(page.get_by_role("img", name="Insurance card, front")).to_be_visible()
        sally.look("intake-review")
        sally.look_narrow("intake-review-narrow")
        page.get_by_role("button", name=re.compile("^Take over ?: Email")).click()
        page.locator("#toasts").get_by_role("button", name="Undo").click()
        expect(page.get_by_text("it waits for a review again")).to_be_visible()
        page.get_by_role("button", name="Take all over").click()
        expect(page.get_by_text("Waits for clinical staff.")).to_be_visible()
    with day.visited_by("clara", "/intake/reviews/") as clara:
        clara.page.get_by_role("link", name=re.compile("Whitcomb")).click()
        clara.page.get_by_role("button", name=re.compile("^Take over ?: Add to medications")).click()
        expect(clara.page.get_by_text("Add to medications: Taken over.")).to_be_visible()
    with day.practice.as_program():
        known = patient(visit.patient_id)
        assert (known.email, known.zip) == ("dana@example.org", "61601")
        assert {each.category for each in documents_of(patient_id=known.id)} == {
            "insurance card",
            "consent",
            "clinical",
        }
        assert {each.kind for each in consents_of(known.id)} == {"treatment", "messages"}
        assert [each.text for each in history_of(known.id)["medication"]] == ["Metformin"]
        assert Submission.objects.get(appointment_id=visit.id).state == "reviewed"


def test_from_the_link_to_the_record(day):
    visits = prepare(day)
    link = send_the_link(day, visits["dana"])
    check_in_by_link(day, link, day.practice.patients["dana"])
    review(day, visits["dana"])
    guest = phone(day, dark=True)
    guest.go(link)
    look(guest, "intake-landing-dark")
    guest.page.get_by_role("link", name="I cannot come").click()
    guest.page.get_by_role("radio", name="Work or school").check()
    guest.page.get_by_role("button", name="Cancel the visit").click()
    look(guest, "intake-cancelled-en")
    guest.faults.clear()
    guest.go(link)
    expect(guest.page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    look(guest, "intake-dead-en")
    guest.faults = [each for each in guest.faults if "410" not in each]
    guest.leave()


def at_the_kiosk(page, who):
    page.get_by_label(re.compile("^(Last name|Apellido)")).fill(who.family_name)
    birth(page, who)
    page.get_by_role("button", name=re.compile("^(Find my visit|Buscar mi cita)")).click()


def left_mid_way(page, who):
    """Somebody walks away: after a minute the page warns, clears itself, and the way back shows the welcome."""
    at_the_kiosk(page, who)
    expect(page.get_by_role("heading", name="Your contact details")).to_be_visible()
    page.get_by_label(re.compile("^Email")).fill("secret@example.org")
    page.clock.fast_forward(45_000)
    expect(page.locator("[data-kiosk-said]")).to_be_visible()
    page.clock.fast_forward(20_000)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert "secret@example.org" not in page.content() and who.street not in page.content()
        if "/intake/kiosk/" not in page.url:
            page.goto(re.sub(r"(//[^/]+)/.*", r"\1/intake/kiosk/", page.url))
            break
    kept = page.evaluate("[Object.keys(localStorage).length, Object.keys(sessionStorage).length]")
    assert kept == [0, 0]


def test_a_kiosk_serves_and_forgets(day):
    visits = prepare(day)
    who = day.practice.patients["omar"]
    kiosk = Visitor(day.browser, day.address, "kiosk").arrive()
    kiosk.sign_in("sally", "linden-falls-in-november")
    page = kiosk.page
    page.clock.install()
    kiosk.go("/intake/kiosks/")
    kiosk.look("intake-kiosks")
    page.get_by_role("button", name="Open the kiosk").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    look(kiosk, "kiosk-welcome-en")
    left_mid_way(page, who)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    with day.practice.as_program():
        assert [each.draft for each in Submission.objects.all()] == [{}]
        assert Kiosk.objects.get().submission_id is None
    page.get_by_role("button", name="Español").click()
    look(kiosk, "kiosk-welcome-es")
    at_the_kiosk(page, who)
    look(kiosk, "kiosk-details-es")
    page.get_by_role("button", name="Guardar y continuar").click()
    for group in page.get_by_role("group").all():
        group.get_by_role("radio", name="Sí").check()
    page.get_by_label(re.compile("^Firma")).fill("Omar Reyes")
    look(kiosk, "kiosk-consents-es")
    page.get_by_role("button", name="Guardar y continuar").click()
    page.get_by_role("group", name="¿Está completa esta lista?").get_by_role("radio", name="Sí").check()
    page.get_by_role("button", name="Guardar y continuar").click()
    expect(page.get_by_text("Su copago de hoy es $30.00")).to_be_visible()
    look(kiosk, "kiosk-pay-es")
    page.get_by_role("button", name="Terminar").click()
    expect(page.get_by_role("heading", name="Ya está registrado")).to_be_visible()
    look(kiosk, "kiosk-done-es")
    page.clock.fast_forward(13_000)
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    kiosk.leave()
    with day.practice.as_program():
        assert set(signaled([visits["omar"].id])) == {visits["omar"].id}
        assert Appointment.objects.get(id=visits["omar"].id).state == "booked"


def build_a_form(day):
    """The office manager writes a form, looks at it in Spanish, publishes it and says when it is asked."""
    with day.visited_by("olive", "/intake/questionnaires/") as olive:
        page = olive.page
        olive.look("intake-forms")
        page.get_by_role("link", name="New form").click()
        page.get_by_label("Short name").first.fill("before-echo")
        page.get_by_label("Title in English").fill("Before your echo")
        page.get_by_label("Title in Spanish").fill("Antes de su eco")
        question = page.get_by_role("group", name="Question 1")
        question.get_by_label("Short name").fill("pacemaker")
        question.get_by_label("Kind").select_option("yes no")
        question.get_by_label("In English").fill("Do you have a pacemaker?")
        question.get_by_label("In Spanish").fill("¿Tiene un marcapasos?")
        page.get_by_label("Preview in").select_option("es")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_role("group", name="¿Tiene un marcapasos?")).to_be_visible()
        olive.look("intake-builder")
        olive.look_narrow("intake-builder-narrow")
        page.get_by_role("button", name="Publish").click()
        page.locator("#id_form_key").select_option("before-echo")
        page.get_by_role("button", name="Add the rule").click()
        expect(page.get_by_text("Before your echo: every visit, again after 12 months")).to_be_visible()
        olive.look_narrow("intake-forms-narrow")


def book_by_link(day, who):
    """A patient books: what for, when, and the visit's own page at the end; each page in both languages."""
    with day.practice.as_program() as by:
        link, _ = send_booking_link(
            patient_id=who.id, unit_id=day.practice.units["cardiology"].id, by=by, at=by.at
        )
    guest = phone(day)
    page = guest.page
    guest.go(f"/intake/booking/{token_of(link.id)}/")
    look(guest, "intake-booking-prove-en")
    birth(page, who)
    page.get_by_role("button", name="Continue").click()
    look(guest, "intake-booking-kinds-en")
    page.get_by_role("link", name="Español").click()
    page.get_by_role("link", name="Follow-up").click()
    look(guest, "intake-booking-times-es")
    page.locator(".patient-times button").first.click()
    expect(page.get_by_text(re.compile("Le guardamos esta hora hasta"))).to_be_visible()
    look(guest, "intake-booking-kept-es")
    page.get_by_role("button", name="Pedir esta hora").click()
    expect(page.get_by_text("Su cita está hecha.")).to_be_visible()
    look(guest, "intake-booked-es")
    guest.leave()


def fill_in_forms_alone(day, visit, who):
    """A link for forms, in Spanish, from the first question to its end."""
    with day.practice.as_program() as by:
        link, _ = send_visit_link(appointment_id=visit.id, purpose="forms", by=by, at=by.at)
    guest = phone(day, dark=True)
    page = guest.page
    guest.go(f"/intake/forms/{token_of(link.id)}/?lang=es")
    look(guest, "intake-forms-prove-es-dark")
    birth(page, who)
    page.get_by_role("button", name="Continuar").click()
    look(guest, "intake-forms-overview-es-dark")
    page.get_by_role("link", name="Before your echo").or_(
        page.get_by_role("link", name="Antes de su eco")
    ).click()
    page.get_by_role("radio", name="No", exact=True).check()
    look(guest, "intake-forms-step-es-dark")
    guest.leave()


def test_forms_are_built_and_visits_booked(day):
    visits = prepare(day)
    build_a_form(day)
    book_by_link(day, day.practice.patients["theo"])
    fill_in_forms_alone(day, visits["dana"], day.practice.patients["dana"])
