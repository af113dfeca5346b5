"""The signature of a text gateway's reports, as the common gateways make it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

HEADER = "X-Twilio-Signature"


def signature_of(url: str, form: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA-1 with the gateway's password over the whole address followed by every field and its value, sorted by
    name, in Base64. SHA-1 is what gateways speak; as an HMAC it is not known to be broken (RFC 6194 §3.3)."""
    said = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), said.encode(), hashlib.sha1).digest()).decode()


def is_signed(url: str, form: Mapping[str, str], secret: str, signature: str) -> bool:
    """Whether the report comes from who knows the secret; never without a secret."""
    return bool(secret) and hmac.compare_digest(signature_of(url, form, secret).encode(), signature.encode())
