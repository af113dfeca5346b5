"""What the messages say that carry a link. None names a department, a provider or a reason."""

from __future__ import annotations

from wellrun.practice.outreach.api import Wording, register_wording

_FOOT_EN = "\n\n{link}\n\nThe link is for you alone. Questions? Call {phone}."
_FOOT_ES = "\n\n{link}\n\nEl enlace es solo para usted. ¿Preguntas? Llame al {phone}."
_WORDINGS = {
    ("intake.link", "en"): Wording(
        heading="Your visit at {practice}",
        email="Hello {name},\n\n"
        "you have a visit at {practice} on {day} at {time}. Confirm it, change it or check in here:" + _FOOT_EN,
        text="{practice}: your visit is on {day}, {time}. Confirm, change or check in: {link}",
        spoken="You have a visit at {practice} on {day} at {time}. Call {phone} to confirm or change it.",
    ),
    ("intake.link", "es"): Wording(
        heading="Su cita en {practice}",
        email="Hola {name}:\n\n"
        "Tiene una cita en {practice} el {day} a las {time}. Confírmela, cámbiela o regístrese aquí:" + _FOOT_ES,
        text="{practice}: su cita es el {day}, {time}. Confirme, cambie o regístrese: {link}",
        spoken="Tiene una cita en {practice} el {day} a las {time}. Llame al {phone} para confirmarla o cambiarla.",
    ),
    ("intake.forms", "en"): Wording(
        heading="Forms for your visit at {practice}",
        email="Hello {name},\n\n"
        "please fill in a few forms before your visit on {day} at {time}:" + _FOOT_EN,
        text="{practice}: please fill in your forms before {day}, {time}: {link}",
        spoken="Please come a little early on {day} at {time} to fill in forms at {practice}.",
    ),
    ("intake.forms", "es"): Wording(
        heading="Formularios para su cita en {practice}",
        email="Hola {name}:\n\n"
        "Por favor, llene unos formularios antes de su cita del {day} a las {time}:" + _FOOT_ES,
        text="{practice}: por favor, llene sus formularios antes del {day}, {time}: {link}",
        spoken="Por favor, venga un poco antes el {day} a las {time} para llenar formularios en {practice}.",
    ),
    ("intake.booking", "en"): Wording(
        heading="Book your visit at {practice}",
        email="Hello {name},\n\n"
        "choose a time for your visit at {practice}:" + _FOOT_EN,
        text="{practice}: choose a time for your visit: {link}",
        spoken="Please call {practice} at {phone} to book a visit.",
    ),
    ("intake.booking", "es"): Wording(
        heading="Pida su cita en {practice}",
        email="Hola {name}:\n\n"
        "Elija una hora para su cita en {practice}:" + _FOOT_ES,
        text="{practice}: elija una hora para su cita: {link}",
        spoken="Por favor, llame a {practice} al {phone} para pedir una cita.",
    ),
}  # fmt: skip


def register_wordings() -> None:
    """Bring the words of intake's messages."""
    for (kind, language), wording in _WORDINGS.items():
        register_wording(kind, language, wording)
