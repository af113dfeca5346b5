"""Charges: the superbill of a visit, entered by whoever was there, or by a biller the next morning."""

from __future__ import annotations

from datetime import timedelta

from wellrun.platform.access.matrix import Role
from wellrun.practice.billing.api import (
    ChargeDraft,
    LineDraft,
    enter_charges,
    missing_charges,
    open_encounter,
)
from wellrun.simulation.medicine import charges_for, complaint_named
from wellrun.simulation.world import Booked, World


def enter_superbill(world: World, booked: Booked, username: str, *, new: bool) -> None:
    """Enter what was done at a visit; when the office refuses, it stays on the list of missing charges."""
    chance = world.chance.of("charges")
    complaint = complaint_named(booked.department, booked.reason)
    done = charges_for(
        chance,
        department=booked.department,
        visit=booked.visit.name,
        complaint=complaint,
        age=booked.known.age_on(world.today()),
        new=new and booked.visit.new_patient is True,
        medicare=booked.known.payer == "medicare",
    )
    draft = ChargeDraft(
        diagnoses=(complaint.code,),
        lines=tuple(LineDraft(each.code, each.modifiers, each.units, (1,)) for each in done),
    )
    with world.refusals_counted(), world.acting_as(username) as (by, at):
        encounter = open_encounter(appointment_id=booked.id, by=by, at=at)
        enter_charges(
            encounter_id=encounter.id, draft=draft, expected_version=encounter.version, by=by, at=at
        )
        world.counts["charged"] += 1
        world.papers.pop(booked.id, None)


def enter_missing(world: World) -> None:
    """Let a biller enter, from the papers of the days before, what nobody has."""
    biller = world.staff(Role.BILLER, "")[-1]
    units = [world.units[each.key].id for each in world.plan.departments]
    with world.acting_as(biller) as (_, at):
        missing = missing_charges(unit_ids=units, at=at - timedelta(hours=12))
    for row in missing:
        if row.appointment_id in world.papers:
            enter_superbill(world, world.papers[row.appointment_id], biller, new=False)
