"""Reading providers, employees and what stands in a provider's way."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wellrun.practice.workforce.models import Credential, Employee, Provider
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


def credential_gap(*, provider_id: uuid.UUID, on: date, payer_id: uuid.UUID | None = None) -> str:
    """Why the provider may not work on a day, or may not bill a payer for it; "" when nothing stands in the way."""
    return credential_gaps(provider_ids=[provider_id], on=on, payer_id=payer_id).get(provider_id, "")


def credential_gaps(
    *, provider_ids: Iterable[uuid.UUID], on: date, payer_id: uuid.UUID | None = None
) -> dict[uuid.UUID, str]:
    """The sentence for each of these providers who may not work on a day; the others are not in the answer.

    With `payer_id` also who has an enrollment with that payer on file, but none in force.
    """
    names = dict(Provider.objects.filter(id__in=list(provider_ids)).values_list("id", "display_name"))
    held = held_by_providers(names, payer_id=payer_id)
    gaps = {each: gap_sentence(name, held.get(each, ()), on) for each, name in names.items()}
    return {each: sentence for each, sentence in gaps.items() if sentence}


def held_by_providers(
    provider_ids: Iterable[uuid.UUID], *, payer_id: uuid.UUID | None = None
) -> dict[uuid.UUID, list[Held]]:
    """The credentials that decide whether these providers may work, for `rules.gap_sentence`."""
    kinds = [*STOPS_WHEN_LAPSED]
    rows = Credential.objects.filter(provider_id__in=list(provider_ids), kind__in=kinds).values_list(
        "provider_id", "kind", "starts_on", "expires_on", "state"
    )
    held: dict[uuid.UUID, list[Held]] = defaultdict(list)
    for each, kind, starts_on, expires_on, state in rows:
        held[each].append(Held(kind, starts_on, expires_on, state))
    if payer_id is not None:
        enrolled = Credential.objects.filter(provider_id__in=list(provider_ids), payer_id=payer_id)
        columns = ("provider_id", "starts_on", "expires_on", "payer__name")
        for each, starts_on, expires_on, payer in enrolled.values_list(*columns):
            held[each].append(Held("payer enrollment", starts_on, expires_on, payer=payer))
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


def employees_of(unit_ids: Iterable[uuid.UUID], on: date) -> list[Employee]:
    """Who is in a post at these units on a day, by name."""
    rows = Employee.objects.filter(unit_id__in=list(unit_ids), starts_on__lte=on)
    return [
        row
        for row in rows.select_related("person", "unit").order_by("person__family_name", "person__given_name")
        if row.ends_on is None or on < row.ends_on
    ]
