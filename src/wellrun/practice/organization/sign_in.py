"""How people sign in: no self-registration, second factors sealed, every change of access in the audit."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter

from wellrun.platform.files.envelope import seal, unseal

_PLACE = "mfa_authenticator|data"


def client_address(request: Any) -> str | None:
    """The address a request comes from, the same for the lockout and for the limits on sign-ins; None where a
    sign-in came over no network."""
    if not (request.META.get("REMOTE_ADDR") or request.META.get("HTTP_X_FORWARDED_FOR")):
        return None
    return get_adapter().get_client_ip(request)


class SignInAdapter(DefaultAccountAdapter):
    """Sign-in as an office wants it."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Users are made by those who may grant roles."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals TOTP seeds and recovery codes with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text.encode(), key_name="second-factor-1", place=_PLACE).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(bytes.fromhex(encrypted_text), place=_PLACE).decode()


class PlainLoginForm(LoginForm):
    """Name and password, with labels instead of placeholders and no link to a reset that nobody mails."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["login"].label = "User name"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autofocus"] = True
