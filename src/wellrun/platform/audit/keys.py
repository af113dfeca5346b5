"""The Ed25519 key that signs seals. It lies in the program's own folder, never in the database."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from wellrun.platform.files.keys import key_file


def signing_key() -> Ed25519PrivateKey:
    """The key that signs seals, made on first use."""
    raw = key_file(
        "audit-seal",
        lambda: Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
    )
    return Ed25519PrivateKey.from_private_bytes(raw)


def verifying_key() -> Ed25519PublicKey:
    """The public half."""
    return signing_key().public_key()
