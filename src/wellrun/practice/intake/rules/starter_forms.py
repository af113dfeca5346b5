"""The forms that an office starts with, of our own wording."""

from __future__ import annotations

from typing import Any


def _ask(key: str, kind: str, en: str, es: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": {"en": en, "es": es}, **more}


_CHOICES_SMOKING = [
    {"en": "Never", "es": "Nunca"},
    {"en": "In the past", "es": "Antes sí"},
    {"en": "Now", "es": "Ahora"},
]

STARTER_FORMS: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "health-history": (
        {"en": "Health history", "es": "Historia de salud"},
        [
            _ask("conditions", "long text", "Which illnesses do you have or have you had?",
                 "¿Qué enfermedades tiene o ha tenido?", required=False),
            _ask("operations", "long text", "Which operations have you had, and in what year?",
                 "¿Qué operaciones ha tenido y en qué año?", required=False),
            _ask("family", "long text", "Which illnesses run in your close family?",
                 "¿Qué enfermedades hay en su familia cercana?", required=False),
            _ask("smoking", "choice", "Do you smoke?", "¿Fuma?", choices=_CHOICES_SMOKING),
            _ask("falls", "yes no", "Have you fallen in the last 12 months?",
                 "¿Se ha caído en los últimos 12 meses?"),
            _ask("worry", "long text", "What would you most like to talk about at this visit?",
                 "¿De qué le gustaría hablar más en esta cita?", required=False),
        ],
    ),
    "medications-allergies": (
        {"en": "Medicines and allergies", "es": "Medicamentos y alergias"},
        [
            _ask("medications", "medications", "Which medicines do you take? Count those without a prescription too.",
                 "¿Qué medicamentos toma? Cuente también los que compra sin receta.", required=False),
            _ask("no-medications", "yes no", "Is this list complete?", "¿Está completa esta lista?"),
            _ask("allergies", "allergies", "Which medicines, foods or materials are you allergic to?",
                 "¿A qué medicamentos, alimentos o materiales es alérgico?", required=False),
            _ask("pharmacy", "text", "Which pharmacy do you use?", "¿Qué farmacia usa?", required=False),
        ],
    ),
    "contact-insurance": (
        {"en": "Emergency contact and insurance", "es": "Contacto de emergencia y seguro"},
        [
            _ask("contact-name", "text", "Whom may we call in an emergency?",
                 "¿A quién podemos llamar en una emergencia?"),
            _ask("contact-phone", "text", "That person's phone number", "Teléfono de esa persona"),
            _ask("contact-relation", "text", "How is that person related to you?",
                 "¿Qué relación tiene con usted?", required=False),
            _ask("insured", "yes no", "Are you the person whose name is on the insurance?",
                 "¿Está el seguro a su nombre?"),
            _ask("insured-name", "text", "If not: that person's full name", "Si no: nombre completo de esa persona",
                 required=False),
            _ask("insured-born", "date", "If not: that person's date of birth",
                 "Si no: fecha de nacimiento de esa persona", required=False),
        ],
    ),
    "consents": (
        {"en": "Consent to treatment and messages", "es": "Consentimiento para tratamiento y mensajes"},
        [
            _ask("read", "heading",
                 "You decide about your care. You may ask anything, and you may take this consent back at any time.",
                 "Usted decide sobre su atención. Puede preguntar todo y puede retirar este consentimiento cuando "
                 "quiera."),
            _ask("treatment", "agree", "I agree to be examined and treated by this office.",
                 "Acepto que este consultorio me examine y me trate.", consent="treatment"),
            _ask("messages", "agree", "The office may send me text messages and call me about my visits.",
                 "El consultorio puede enviarme mensajes de texto y llamarme sobre mis citas.", consent="messages"),
            _ask("signature", "signature", "Signature", "Firma"),
        ],
    ),
}  # fmt: skip
