"""Reading providers and what stands in a provider's way."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q

from wellrun.practice.workforce.models import Credential, CredentialKind, Provider
from wellrun.practice.workforce.rules import STOPS_WHEN_LAPSED, Held, gap_sentence


def provider(provider_id: uuid.UUID) -> Provider | None:
    """One provider, with the person and the home department."""
    return Provider.objects.select_related("person", "unit").filter(id=provider_id).first()


def providers_of(
    *, organization_id: uuid.UUID, unit_ids: Iterable[uuid.UUID] | None = None
) -> list[Provider]:
    """The providers who are booked, of some home departments when they are named, by name."""
    rows = Provider.objects.filter(organization_id=organization_id, retired_at__isnull=True)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    return list(rows.select_related("unit").order_by("display_name", "id"))


def provider_names(provider_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """How these providers are called, retired ones left out."""
    rows = Provider.objects.filter(id__in=list(provider_ids), retired_at__isnull=True)
    return dict(rows.values_list("id", "display_name"))


def credential_gaps(
    *, provider_ids: Iterable[uuid.UUID], on: date, payer_id: uuid.UUID | None = None
) -> dict[uuid.UUID, str]:
    """The sentence for each of these providers who may not work on a day; the others are not in the answer.

    With `payer_id` also who has an enrollment with that payer on file, but none in force.
    """
    gaps = {each: one.gap(on, payer_id) for each, one in standings_of(provider_ids).items()}
    return {each: sentence for each, sentence in gaps.items() if sentence}


@dataclass(frozen=True)
class Standing:
    """A provider's name and the credentials that decide about work; enrollments stand by payer."""

    name: str
    held: tuple[Held, ...]
    enrolled: Mapping[uuid.UUID, tuple[Held, ...]]

    def gap(self, on: date, payer_id: uuid.UUID | None = None) -> str:
        """Why the provider may not work on a day, or may not bill a payer for it; "" when nothing stands in the way."""
        enrolled = self.enrolled.get(payer_id, ()) if payer_id else ()
        return gap_sentence(self.name, (*self.held, *enrolled), on)


def standings_of(provider_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """How providers stand, with the enrollments of every payer, in one query; unknown ids are absent."""
    deciding = Q(credentials__kind__in=[*STOPS_WHEN_LAPSED, CredentialKind.ENROLLMENT])
    rows = (
        Provider.objects.filter(id__in=list(provider_ids))
        .annotate(held=FilteredRelation("credentials", condition=deciding))
        .values_list("id", "display_name", "held__payer_id", *(f"held__{name}" for name in _COLUMNS))
    )
    names: dict[uuid.UUID, str] = {}
    held: dict[uuid.UUID, dict[uuid.UUID | None, list[Held]]] = defaultdict(lambda: defaultdict(list))
    for each, name, payer_id, *credential in rows:
        names[each] = name
        if credential[0]:
            held[each][payer_id].append(_held(*credential))
    return {
        each: Standing(name, tuple(held[each].pop(None, ())), {p: tuple(h) for p, h in held[each].items()})
        for each, name in names.items()
    }


_COLUMNS = ("kind", "starts_on", "expires_on", "state", "payer__name")


def _held(kind: str, starts_on: date, expires_on: date | None, state: str, payer: str | None) -> Held:
    return Held(kind, starts_on, expires_on, state, payer or "")


def held_by_providers(provider_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Held]]:
    """The credentials that decide whether these providers may work, for `rules.gap_sentence`; without enrollments."""
    rows = Credential.objects.filter(kind__in=[*STOPS_WHEN_LAPSED], provider_id__in=list(provider_ids))
    held: dict[uuid.UUID, list[Held]] = defaultdict(list)
    for each, *credential in rows.values_list("provider_id", *_COLUMNS):
        held[each].append(_held(*credential))
    return held


def held_sql(*, provider: str) -> str:
    """A part of statements of rooms above: a select of one row with `Held`'s first columns as arrays, of the
    credentials that decide whether the provider whom the expression names may work. `held_from` reads them."""
    kinds = ", ".join(f"'{kind}'" for kind in STOPS_WHEN_LAPSED)
    return f"""
select array_agg(c.kind::text) as kinds, array_agg(c.starts_on) as since, array_agg(c.expires_on) as until,
  array_agg(c.state::text) as states
from workforce_credential c where c.provider_id = {provider} and c.kind in ({kinds})"""  # noqa: S608 (our own words)


def held_from(row: Sequence[list[Any] | None]) -> list[Held]:
    """The credentials from the columns of `held_sql`."""
    return [Held(*columns) for columns in zip(*(column or () for column in row), strict=True)]


def credentials_of(provider_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Credential]]:
    """The credentials on file that nothing has replaced, by provider, the one that ends first in front."""
    found: dict[uuid.UUID, list[Credential]] = defaultdict(list)
    rows = Credential.objects.filter(provider_id__in=list(provider_ids), replaced_at__isnull=True)
    for credential in rows.order_by("expires_on", "kind"):
        found[credential.provider_id].append(credential)
    return found
