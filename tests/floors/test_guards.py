"""Guards: every table of ours is protected as declared, proved on the real catalog."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, connections

from wellrun.platform.database.guards import Rows, Sensitivity
from wellrun.platform.database.migrating import guarded_models
from wellrun.platform.database.roles import UnsafeDatabaseRole, refuse_unsafe_role

MODELS = guarded_models()


def catalog(sql: str, table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return cursor.fetchall()


def test_every_field_of_every_model_has_a_sensitivity():
    classified = [(model, field, model.guard.sensitivity_of(field.name)) for model in MODELS
                  for field in model._meta.local_concrete_fields]  # fmt: skip
    assert all(isinstance(kind, Sensitivity) for _, _, kind in classified)
    for model in MODELS:
        named = model.guard.plain | model.guard.phi | model.guard.pay | model.guard.secret
        unknown = named - {field.name for field in model._meta.local_concrete_fields}
        assert not unknown, f"{model.__name__} guards fields it does not have: {unknown}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_the_table_is_protected_as_declared(db, model):
    table, guard = model._meta.db_table, model.guard
    [(on,)] = catalog("select relrowsecurity from pg_class where oid = %s::regclass", table)
    assert on is (guard.rows is not Rows.OPEN or guard.compartment is not None)
    triggers = {
        row[0] for row in catalog("select tgname from pg_trigger where tgrelid = %s::regclass", table)
    }
    assert ("wellrun_audit" in triggers) is guard.audited
    assert ("wellrun_frozen" in triggers) is guard.frozen
    granted = {row[0].lower() for row in catalog(
        "select privilege_type from information_schema.role_table_grants"
        " where grantee = 'wellrun_app' and table_name = %s", table)}  # fmt: skip
    assert ("delete" in granted) is (guard.deletable and not guard.frozen and not guard.kept_by_database)
    assert ("update" in granted) is not (guard.frozen or guard.kept_by_database)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_health_information_is_never_open_to_everyone(model):
    kinds = {model.guard.sensitivity_of(field.name) for field in model._meta.local_concrete_fields}
    if kinds & {Sensitivity.PHI, Sensitivity.PAY}:
        assert model.guard.rows is not Rows.OPEN


def test_without_an_identity_there_are_no_rows(office):
    from wellrun.platform.database.identity import Identity, assume
    from wellrun.practice.organization.models import LegalEntity

    assert LegalEntity.objects.count() == 1
    assume(Identity())
    assert LegalEntity.objects.count() == 0
    assume(Identity(organizations=frozenset({uuid.uuid4()})))
    assert LegalEntity.objects.count() == 0


def test_the_program_refuses_to_run_as_the_owner(db):
    with pytest.raises(UnsafeDatabaseRole, match="owns the tables"):
        refuse_unsafe_role(connections["owner"])
    refuse_unsafe_role(connection)


test_the_program_refuses_to_run_as_the_owner.pytestmark = [
    pytest.mark.django_db(databases=["default", "owner"])
]


@pytest.mark.parametrize("name", ["cardio_lead", "north_desk", "provider"])
def test_a_forgotten_filter_shows_nothing_of_another_section(office, name):
    from datetime import timedelta

    from wellrun.platform.access.matrix import Role
    from wellrun.practice.organization.testing import NOW
    from wellrun.practice.worklist.api import Task, raise_task

    for unit in (office.cardiology, office.family_south):
        raise_task(kind="call back", key=f"call:{unit.id}", title="Call back", role=Role.PROVIDER, unit_id=unit.id,
                   due_at=NOW + timedelta(hours=1), organization_id=office.organization.id, at=NOW)  # fmt: skip
    office.actor(name)
    assert {task.unit_id for task in Task.objects.all()} == {office.cardiology.id}
