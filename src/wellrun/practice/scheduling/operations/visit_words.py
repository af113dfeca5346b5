"""What patients are told about visits: the day, the hour and the office, in English and Spanish, and nothing else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wellrun.platform.ui.formatting import format_clock
from wellrun.practice.outreach.api import Wording, register_wording

BOOKED, MOVED, CANCELLED = "visit.booked", "visit.moved", "visit.cancelled"
REMINDER, CONFIRM = "visit.reminder", "visit.confirm"
KINDS = (BOOKED, MOVED, CANCELLED, REMINDER, CONFIRM)

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre")  # fmt: skip


def when_said(starts_at: datetime, zone: str, language: str) -> str:
    """A time as patients are told it: "Wednesday, June 3 at 9:00 AM", "el miércoles 3 de junio a las 9:00 a. m."."""
    wall = starts_at.astimezone(ZoneInfo(zone))
    clock = format_clock(wall)
    if language != "es":
        return f"{wall:%A}, {wall:%B} {wall.day} at {clock}"
    hour = clock.replace("AM", "a. m.").replace("PM", "p. m.")
    article = "la" if wall.hour % 12 == 1 else "las"
    return f"{_DAYS[wall.weekday()]} {wall.day} de {_MONTHS[wall.month - 1]} a {article} {hour}"


_ENGLISH = {
    BOOKED: Wording(
        "Your visit on {when}",
        "Hello {name},\n\nyour visit at {practice} is booked for {when}.\n\nConfirm, move or cancel it here:"
        " {link}\n\nQuestions? Call {phone}.",
        "{practice}: your visit is booked for {when}. Change it: {link} Reply STOP to end texts.",
        "Your visit at {practice} is booked for {when}.",
    ),
    MOVED: Wording(
        "New time: {when}",
        "Hello {name},\n\nyour visit at {practice} has a new time: {when}.\n\nConfirm, move or cancel it here:"
        " {link}\n\nQuestions? Call {phone}.",
        "{practice}: your visit has a new time, {when}. Change it: {link} Reply STOP to end texts.",
        "Your visit at {practice} has a new time. It is now {when}.",
    ),
    CANCELLED: Wording(
        "Your visit on {when} is canceled",
        "Hello {name},\n\nyour visit at {practice} on {when} is canceled. To book another, call {phone}.",
        "{practice}: your visit on {when} is canceled. To book another, call {phone}. Reply STOP to end texts.",
        "Your visit at {practice} on {when} is canceled. Would you like to book another one?",
    ),
    REMINDER: Wording(
        "Reminder: {when}",
        "Hello {name},\n\nwe expect you at {practice} on {when}.\n\nIf you cannot come, tell us here: {link}\nor"
        " call {phone}.",
        "{practice}: we expect you {when}. Cannot come? {link} or {phone}. Reply STOP to end texts.",
        "This is {practice}. We expect you on {when}. Is that still good for you?",
    ),
    CONFIRM: Wording(
        "Please confirm: {when}",
        "Hello {name},\n\nplease confirm your visit at {practice} on {when}: {link}\n\nThere you can also move or"
        " cancel it. Questions? Call {phone}.",
        "{practice}: please confirm your visit {when}. Reply YES or NO, or use {link} Reply STOP to end texts.",
        "This is {practice}. You have a visit on {when}. Can you confirm that you will come?",
    ),
}
_SPANISH = {
    BOOKED: Wording(
        "Su cita: {when}",
        "Hola {name}:\n\nSu cita en {practice} es el {when}.\n\nConfirme, cambie o cancele aquí: {link}\n\n"
        "¿Preguntas? Llame al {phone}.",
        "{practice}: su cita es el {when}. Para cambiarla: {link} Responda ALTO para no recibir más mensajes.",
        "Su cita en {practice} es el {when}.",
    ),
    MOVED: Wording(
        "Nueva hora de su cita: {when}",
        "Hola {name}:\n\nSu cita en {practice} tiene una nueva hora: el {when}.\n\nConfirme, cambie o cancele aquí:"
        " {link}\n\n¿Preguntas? Llame al {phone}.",
        "{practice}: su cita tiene nueva hora, el {when}. Para cambiarla: {link} Responda ALTO para no recibir más.",
        "Su cita en {practice} tiene una nueva hora. Ahora es el {when}.",
    ),
    CANCELLED: Wording(
        "Su cita del {when} está cancelada",
        "Hola {name}:\n\nSu cita en {practice} del {when} está cancelada. Para hacer otra, llame al {phone}.",
        "{practice}: su cita del {when} está cancelada. Para hacer otra, llame al {phone}. Responda ALTO para no"
        " recibir más.",
        "Su cita en {practice} del {when} está cancelada. ¿Quiere hacer otra?",
    ),
    REMINDER: Wording(
        "Recordatorio: {when}",
        "Hola {name}:\n\nLe esperamos en {practice} el {when}.\n\nSi no puede venir, avísenos aquí: {link}\no llame"
        " al {phone}.",
        "{practice}: le esperamos el {when}. ¿No puede venir? {link} o {phone}. Responda ALTO para no recibir más.",
        "Le llamamos de {practice}. Le esperamos el {when}. ¿Puede venir?",
    ),
    CONFIRM: Wording(
        "Confirme su cita: {when}",
        "Hola {name}:\n\nConfirme por favor su cita en {practice} el {when}: {link}\n\nAhí también puede cambiarla o"
        " cancelarla. ¿Preguntas? Llame al {phone}.",
        "{practice}: confirme su cita el {when}. Responda SÍ o NO, o use {link} Responda ALTO para no recibir más.",
        "Le llamamos de {practice}. Tiene una cita el {when}. ¿Puede confirmar que viene?",
    ),
}


def bring_wordings() -> None:
    """Register the wordings of this room, once, when it is loaded."""
    for language, wordings in (("en", _ENGLISH), ("es", _SPANISH)):
        for kind, wording in wordings.items():
            register_wording(kind, language, wording)
