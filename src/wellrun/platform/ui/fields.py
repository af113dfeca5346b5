"""Form fields of an office: money, phones, birth dates, names, free text. Each refuses in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wellrun.platform.money import format_cents
from wellrun.platform.ui.formatting import format_day, format_phone
from wellrun.platform.ui.refused_text import holds_card_number, holds_social_security_number

OLDEST_AGE_YEARS = 125
MONEY = re.compile(r"(?P<sign>-?)\$?(?P<dollars>\d{1,3}(?:,\d{3})+|\d{1,12})?(?:\.(?P<cents>\d{1,2}))?")
BIRTH_DATE_FORMS = (
    re.compile(r"(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)


class PlainTextField(forms.CharField):
    """Free text that refuses card numbers and Social Security numbers; `max_length` 200 unless given."""

    def __init__(self, *, max_length: int = 200, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        """The text, stripped; raises ValidationError where it holds what must not be written down."""
        text = super().clean(value)
        if holds_card_number(text):
            raise ValidationError(
                "This looks like a payment card number. Take it out: cards are only entered at the terminal.",
                code="card_number",
            )
        if holds_social_security_number(text):
            raise ValidationError(
                "This looks like a Social Security number. Take it out: it has no place in free text.",
                code="social_security_number",
            )
        return text


class PersonNameField(PlainTextField):
    """One part of a person's name: at most 100 characters, at least one letter, single spaces."""

    def __init__(self, *, max_length: int = 100, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        """The name with its spaces tidied; raises ValidationError when it has no letter."""
        name = " ".join(super().clean(value).split())
        if name and not any(letter.isalpha() for letter in name):
            raise ValidationError("A name has at least one letter.", code="no_letter")
        return name


class MoneyField(forms.CharField):
    """Dollars as people type them ("$1,234.56", "12", ".50"), cleaned to integer cents.

    `min_cents` (0 unless given) and `max_cents` bound it; negative amounts are typed -12.50 or (12.50).
    """

    def __init__(self, *, min_cents: int | None = 0, max_cents: int = 99_999_999_999, **options: Any) -> None:
        self.min_cents, self.max_cents = min_cents, max_cents
        attrs = {"inputmode": "decimal", "class": "money-input"}
        super().__init__(max_length=20, widget=options.pop("widget", forms.TextInput(attrs=attrs)), **options)

    def to_python(self, value: Any) -> Any:
        """Integer cents, or None for an empty field; raises ValidationError for anything else."""
        text = super().to_python(value).replace(" ", "")
        if not text:
            return None
        if text.startswith("(") and text.endswith(")"):
            text = "-" + text[1:-1]
        text = "-" + text[2:] if text.startswith("$-") else text
        match = MONEY.fullmatch(text)
        if not match or not (match["dollars"] or match["cents"]):
            raise ValidationError("Enter an amount in dollars, such as 1,234.56.", code="invalid")
        cents = int((match["dollars"] or "0").replace(",", "")) * 100 + int(
            (match["cents"] or "0").ljust(2, "0")
        )
        return -cents if match["sign"] else cents

    def validate(self, value: int | None) -> None:
        """Raise ValidationError when required and empty, or out of bounds."""
        if value is None:
            super().validate("")
            return
        if self.min_cents is not None and value < self.min_cents:
            raise ValidationError(f"Enter {format_cents(self.min_cents)} or more.", code="min")
        if value > self.max_cents:
            raise ValidationError(f"Enter {format_cents(self.max_cents)} or less.", code="max")

    def run_validators(self, value: int | None) -> None:
        """Nothing: the text validators of the base class do not speak of numbers."""

    def prepare_value(self, value: Any) -> Any:
        """Cents as the field shows them; what a person typed stays as typed."""
        return format_cents(value).replace("$", "") if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the amount differs, however it is written."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class PhoneField(forms.CharField):
    """A phone number as people write it, cleaned to E.164; without a country code it is of `region`."""

    def __init__(self, *, region: str = "US", **options: Any) -> None:
        self.region = region
        attrs = {"inputmode": "tel", "type": "tel"}
        super().__init__(max_length=30, widget=options.pop("widget", forms.TextInput(attrs=attrs)), **options)

    def clean(self, value: Any) -> str:
        """The E.164 form, "" when empty; raises ValidationError when nobody could be reached by it."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            parsed = phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException as unreadable:
            raise self.refusal() from unreadable
        if parsed.extension:
            raise ValidationError("Leave out the extension: only the number is kept here.", code="extension")
        if not phonenumbers.is_possible_number(parsed):
            raise self.refusal()
        national = str(parsed.national_number)
        # The North American plan has no area code or exchange that starts with 0 or 1.
        if parsed.country_code == 1 and (national[0] in "01" or national[3] in "01"):
            raise self.refusal()
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

    def refusal(self) -> ValidationError:
        """The sentence for a number that cannot be dialed."""
        return ValidationError(
            "Enter ten digits, such as (312) 555-0142, or + and the country code first.", code="invalid"
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored number as it is read in the US; what a person typed stays as typed."""
        return format_phone(value) if isinstance(value, str) and value.startswith("+1") else value


class BirthDateField(forms.CharField):
    """A birth date as 4/7/1962, 04071962 or 1962-04-07, cleaned to a date.

    `today` tells the date of the office; a date after it, or more than 125 years before it, is refused.
    """

    def __init__(self, *, today: Callable[[], date] = timezone.localdate, **options: Any) -> None:
        self.today = today
        attrs = {"inputmode": "numeric", "placeholder": "MM/DD/YYYY"}
        super().__init__(max_length=10, widget=options.pop("widget", forms.TextInput(attrs=attrs)), **options)

    def to_python(self, value: Any) -> Any:
        """The date, or None for an empty field; raises ValidationError when no calendar has it."""
        if isinstance(value, date):
            return value
        text = super().to_python(value)
        if not text:
            return None
        for form in BIRTH_DATE_FORMS:
            if match := form.fullmatch(text):
                return self.date_of(match)
        if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", text):
            raise ValidationError("Write the year with four digits, such as 4/7/1962.", code="short_year")
        raise ValidationError("Enter the birth date as month/day/year, such as 4/7/1962.", code="invalid")

    def date_of(self, match: re.Match[str]) -> date:
        """The date of a match; raises ValidationError for days that do not exist."""
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        except ValueError as impossible:
            raise ValidationError(
                "There is no such day. Enter month/day/year, such as 4/7/1962.", code="no_such_day"
            ) from impossible

    def validate(self, value: date | None) -> None:
        """Raise ValidationError when required and empty, in the future, or too long ago to be a patient's."""
        if value is None:
            super().validate("")
            return
        today = self.today()
        if value > today:
            raise ValidationError(f"{format_day(value)} is in the future. Check the year.", code="future")
        if value.year < today.year - OLDEST_AGE_YEARS:
            raise ValidationError(
                f"{format_day(value)} is more than 125 years ago. Check the year.", code="old"
            )

    def run_validators(self, value: date | None) -> None:
        """Nothing: the text validators of the base class do not speak of dates."""

    def prepare_value(self, value: Any) -> Any:
        """A stored date as MM/DD/YYYY; what a person typed stays as typed."""
        return value.strftime("%m/%d/%Y") if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the date differs, however it is written."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True
