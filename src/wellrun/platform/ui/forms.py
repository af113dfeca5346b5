"""How forms look and speak: the renderer of the kit and the base form whose refusals are sentences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.renderers import DjangoTemplates

from wellrun.platform.ui.fields import (
    BirthDateField,
    MoneyField,
    PersonNameField,
    PhoneField,
    PlainTextField,
)

__all__ = [
    "BirthDateField",
    "KitForm",
    "KitModelForm",
    "KitRenderer",
    "MoneyField",
    "PersonNameField",
    "PhoneField",
    "PlainTextField",
]

LINE_LENGTH = 200
TEXT_LENGTH = 4000

CLASS_OF_WIDGET = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}


class KitRenderer(DjangoTemplates):
    """Draws every Django form, also those of other packages, with the fields of the kit (FORM_RENDERER)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The template's text; a widget gets the class of the kit that fits its type."""
        widget = context.get("widget")
        if isinstance(widget, dict) and not widget.get("is_hidden"):
            attrs = widget.setdefault("attrs", {})
            wanted = class_of(widget, template_name)
            if wanted and wanted not in str(attrs.get("class", "")):
                attrs["class"] = f"{wanted} {attrs.get('class', '')}".strip()
        return super().render(template_name, context, request)


def class_of(widget: dict[str, Any], template_name: str) -> str:
    """The class for a widget's context; groups of choices get theirs on each choice."""
    kind = widget.get("type", "")
    if "multiwidget" in template_name or template_name.endswith(("checkbox_select.html", "radio.html")):
        return "" if "optgroups" in widget else CLASS_OF_WIDGET["radio"]
    if kind in CLASS_OF_WIDGET:
        return CLASS_OF_WIDGET[kind]
    return "form-select" if "optgroups" in widget else "form-control"


class SentenceErrors:
    """What KitForm and KitModelForm share: refusals as sentences, bounded lengths, no browser memory."""

    fields: dict[str, forms.Field]

    def speak(self) -> None:
        """Give every field its sentences, a greatest length, and `autocomplete="off"` unless it says else.

        Most of what is typed here is about somebody else, so that the browser must not remember it.
        """
        for field in self.fields.values():
            label = f"“{field.label}”" if field.label else "this field"
            choosing = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
            sentences = {"required": f"Choose {label}." if choosing else f"Fill in {label}."}
            if choosing:
                sentences["invalid_choice"] = "Choose one of the list: what was sent is not on it."
            if isinstance(field, forms.BooleanField):
                sentences["required"] = f"Check {label} to go on."
            bound_length(field)
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = "Use at most %(limit_value)d characters; this has %(show_value)d."
            for code, sentence in sentences.items():
                # A sentence that the form's author wrote stands.
                if str(field.error_messages.get(code, "")) == sentence_of(field, code):
                    field.error_messages[code] = sentence
            field.widget.attrs.setdefault("autocomplete", "off")


def sentence_of(field: forms.Field, code: str) -> str:
    """The sentence that Django itself has for `code` on this kind of field, "" when it has none."""
    for kind in type(field).__mro__:
        found = getattr(kind, "default_error_messages", {}).get(code)
        if found:
            return str(found)
    return ""


def bound_length(field: forms.Field) -> None:
    """Give a text field without a greatest length one: 200 for a line, 4,000 for a text area."""
    # A UUIDField is a CharField whose cleaned value has no length.
    if (
        not isinstance(field, forms.CharField)
        or isinstance(field, forms.UUIDField)
        or field.max_length is not None
    ):
        return
    limit = TEXT_LENGTH if isinstance(field.widget, forms.Textarea) else LINE_LENGTH
    field.max_length = limit
    field.validators.append(MaxLengthValidator(limit))
    field.widget.attrs.setdefault("maxlength", str(limit))


class KitForm(SentenceErrors, forms.Form):
    """A form that speaks in sentences and bounds every text."""

    required_css_class = "required"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.speak()


class KitModelForm(SentenceErrors, forms.ModelForm):
    """The same for the fields of a model."""

    required_css_class = "required"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.speak()
