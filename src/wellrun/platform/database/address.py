"""Where the database is, as two URLs: one for the role that runs and one for the role that migrates."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

APP_ROLE = "wellrun_app"
OWNER_ROLE = "wellrun_owner"
APP_URL_VARIABLE = "WELLRUN_DATABASE_URL"
OWNER_URL_VARIABLE = "WELLRUN_OWNER_DATABASE_URL"


@dataclass(frozen=True)
class Address:
    """One way into one database. `host` may be a socket folder."""

    host: str
    port: str
    database: str
    user: str
    password: str = ""

    @classmethod
    def parse(cls, url: str) -> Address:
        """Read a `postgresql://` URL; a socket folder may stand in `?host=`."""
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres"):
            raise ValueError("The database address must start with postgresql://.")
        query = dict(parse_qsl(parts.query))
        return cls(
            host=query.get("host") or unquote(parts.hostname or ""),
            port=query.get("port") or str(parts.port or ""),
            database=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def url(self) -> str:
        """The address as a URL that `parse` reads back."""
        login = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        query = {k: v for k, v in (("host", self.host), ("port", self.port)) if v}
        return f"postgresql://{login}@/{quote(self.database, safe='')}?{urlencode(query)}"

    def at(self, *, database: str | None = None, user: str | None = None) -> Address:
        """The same server with another database or role."""
        return Address(self.host, self.port, database or self.database, user or self.user, self.password)

    def django(self) -> dict[str, object]:
        """The entry for Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            # Half the time of a small query is planning, policies and all: planned once a connection, it is not.
            "OPTIONS": {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2},
        }


def app_address() -> Address:
    """Where the running program connects, from the environment; empty when nothing was prepared yet."""
    return Address.parse(os.environ.get(APP_URL_VARIABLE) or f"postgresql://{APP_ROLE}@/wellrun")


def owner_address() -> Address:
    """Where migrations connect, from the environment."""
    return Address.parse(os.environ.get(OWNER_URL_VARIABLE) or f"postgresql://{OWNER_ROLE}@/wellrun")
