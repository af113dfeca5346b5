"""What the wait list and recalls say to patients: a day, an hour and the office's name, and nothing else."""

from __future__ import annotations

from datetime import datetime

from wellrun.platform.ui.formatting import format_clock, format_long_day
from wellrun.practice.outreach.api import Wording

_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip

OFFER, GONE, RECALL = "waitlist.offer", "waitlist.gone", "recall"

#: By kind and language.
WORDINGS = {
    (OFFER, "en"): Wording(
        heading="An earlier time at {practice}",
        email="Hello {name},\n\na time has opened at {practice}: {when}. It goes to whoever answers first, until"
        " {until}.\n\nTo take it or to say no: {link}\n\nIf it does not suit you, you keep your place on our list."
        " Questions: {phone}",
        text="{practice}: a time has opened, {when}. First to answer has it, until {until}. Reply YES to take it, NO"
        " to pass, or {link}",
        spoken="A time has opened at {practice}: {when}. Would {name} like to have it? It is offered until {until}.",
    ),
    (OFFER, "es"): Wording(
        heading="Un horario más temprano en {practice}",
        email="Hola, {name}:\n\nse ha liberado un horario en {practice}: {when}. Será de quien responda primero,"
        " hasta {until}.\n\nPara tomarlo o rechazarlo: {link}\n\nSi no le conviene, conserva su lugar en nuestra"
        " lista. Preguntas: {phone}",
        text="{practice}: se liberó un horario, {when}. Será de quien responda primero, hasta {until}. Responda YES"
        " para tomarlo, NO para dejarlo pasar, o {link}",
        spoken="Se ha liberado un horario en {practice}: {when}. ¿Lo quiere {name}? Se ofrece hasta {until}.",
    ),
    (GONE, "en"): Wording(
        heading="The time at {practice} is taken",
        email="Hello {name},\n\nthe time we offered you at {practice}, {when}, is taken. You keep your place on our"
        " list, and we will write again when a time opens.\n\nQuestions: {phone}",
        text="{practice}: the time {when} is taken. You keep your place on our list.",
        spoken="The time {when} at {practice} is taken. {name} keeps the place on our list.",
    ),
    (GONE, "es"): Wording(
        heading="El horario en {practice} ya está ocupado",
        email="Hola, {name}:\n\nel horario que le ofrecimos en {practice}, {when}, ya está ocupado. Conserva su lugar"
        " en nuestra lista y le escribiremos cuando se libere otro.\n\nPreguntas: {phone}",
        text="{practice}: el horario {when} ya está ocupado. Conserva su lugar en nuestra lista.",
        spoken="El horario {when} en {practice} ya está ocupado. {name} conserva su lugar en nuestra lista.",
    ),
    (RECALL, "en"): Wording(
        heading="It is time to book at {practice}",
        email="Hello {name},\n\nit is time to book your next visit at {practice}.\n\nChoose a time: {link}\n\nOr call"
        " us: {phone}",
        text="{practice}: it is time to book your next visit. Choose a time: {link} or call {phone}",
        spoken="This is {practice}. It is time for {name} to book the next visit. When would it suit?",
    ),
    (RECALL, "es"): Wording(
        heading="Es hora de hacer una cita en {practice}",
        email="Hola, {name}:\n\nes hora de reservar su próxima visita en {practice}.\n\nElija un horario: {link}\n\nO"
        " llámenos: {phone}",
        text="{practice}: es hora de reservar su próxima visita. Elija un horario: {link} o llame al {phone}",
        spoken="Llamamos de {practice}. Es hora de que {name} reserve su próxima visita. ¿Cuándo le conviene?",
    ),
}  # fmt: skip


def said_time(wall: datetime, language: str) -> str:
    """A wall time as the patient reads it: "Wednesday, June 3, 2026, 9:00 AM" or "miércoles 3 de junio de 2026,
    9:00 AM"."""
    clock = format_clock(wall)
    if language == "es":
        day = f"{_WEEKDAYS[wall.weekday()]} {wall.day} de {_MONTHS[wall.month - 1]} de {wall.year}"
        return f"{day}, {clock}"
    return f"{wall:%A}, {format_long_day(wall.date())}, {clock}"
