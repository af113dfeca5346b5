"""`wellrun found`: an organization that is new, or that an import founded, gets its first sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape

from wellrun.cli.importing import check_zone
from wellrun.cli.program import bring_up_to_date, load_program, stop

if TYPE_CHECKING:
    from wellrun.practice.organization.api import Unit

app = typer.Typer()
_LONGEST_NAME = 100


@app.command()
def found(
    name: str = typer.Argument(..., help="The organization, as it is called."),
    given_name: str = typer.Option(..., prompt="Given name of the office manager", help="The manager's."),
    family_name: str = typer.Option(..., prompt="Family name", help="The manager's."),
    username: str = typer.Option(..., prompt="User name to sign in with", help="The manager's."),
    zone: str = typer.Option("America/New_York", help="The time zone of a new organization."),
) -> None:
    """Found an organization, or take the one an import founded, and give its first office manager a sign-in.

    Exit code 0 when the password was printed; 2, and nothing founded, when there is another organization or a user.
    """
    check_zone(zone)
    if len(name) > _LONGEST_NAME:
        raise typer.BadParameter(f"The name may have {_LONGEST_NAME} signs.")
    load_program()
    from django.db import transaction

    from wellrun.platform.access.refusals import Refused

    bring_up_to_date()
    try:
        with transaction.atomic():
            organization = _organization(name, zone)
            password = _appoint(organization, given_name, family_name, username)
    except Refused as refusal:
        stop(refusal.sentence)
    console = Console()
    console.print(f"[green]{escape(organization.name)}[/] has an office manager: {escape(username)}.")
    console.print(
        f"The password, told only here: [bold]{escape(password)}[/]", soft_wrap=True, highlight=False
    )


def _organization(name: str, zone: str) -> Unit:
    from wellrun.practice.organization.api import Unit, UnitKind, found_organization

    there = list(Unit.objects.filter(kind=UnitKind.ORGANIZATION).order_by("name"))
    named = [unit for unit in there if unit.name.casefold() == name.casefold()]
    if there and not named:
        names = ", ".join(f"“{unit.name}”" for unit in there)
        stop(f"There is an organization already: {names}. Name it to give it its first manager.")
    return named[0] if named else found_organization(name=name, short_name=name[:20].strip(), zone=zone)


def _appoint(organization: Unit, given_name: str, family_name: str, username: str) -> str:
    from wellrun.cli.program import acting_as_program
    from wellrun.platform.clock import now
    from wellrun.practice.organization.api import appoint_first_manager, program_actor

    at = now()
    with acting_as_program(organization.id, "founding"):
        by = program_actor(organization_id=organization.id, name="founding", at=at)
        return appoint_first_manager(
            organization=organization,
            given_name=given_name,
            family_name=family_name,
            username=username,
            by=by,
            at=at,
        )
