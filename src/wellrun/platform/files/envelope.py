"""AES-256-GCM with a key id in the blob and the place of use as associated data (NIST SP 800-38D)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wellrun.platform.files.keys import key_file

_MAGIC = b"WR1"
_NONCE_BYTES = 12


class CannotDecrypt(ValueError):
    """The blob was changed, belongs elsewhere, or its key is not here."""


def seal(content: bytes, *, key_name: str, place: str) -> bytes:
    """Encrypt for one place (`table|column|row` or a file's hash); it opens nowhere else."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    name = key_name.encode()
    head = _MAGIC + bytes([len(name)]) + name
    return head + nonce + AESGCM(key_file(key_name)).encrypt(nonce, content, head + place.encode())


def unseal(blob: bytes, *, place: str) -> bytes:
    """Decrypt what `seal` made for the same place; raises `CannotDecrypt`."""
    if blob[:3] != _MAGIC:
        raise CannotDecrypt("This is not an encrypted record of ours.")
    body = 4 + blob[3]
    key_name = blob[4:body].decode()
    nonce, sealed = blob[body : body + _NONCE_BYTES], blob[body + _NONCE_BYTES :]
    try:
        return AESGCM(key_file(key_name)).decrypt(nonce, sealed, blob[:body] + place.encode())
    except InvalidTag:
        raise CannotDecrypt("The encrypted record was changed or belongs elsewhere.") from None


def blind_index(text: str, *, key_name: str) -> str:
    """A keyed hash for exact look-ups over encrypted values."""
    return hmac.new(key_file(key_name), text.encode(), hashlib.sha256).hexdigest()
