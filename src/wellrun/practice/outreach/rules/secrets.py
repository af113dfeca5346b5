"""Where the passwords of gateways are sealed."""

from __future__ import annotations

import uuid

KEY = "gateway-passwords-1"


def place_of_secret(gateway_id: uuid.UUID) -> str:
    """The one row in which a gateway's password opens."""
    return f"outreach_gateway|sealed|{gateway_id}"
