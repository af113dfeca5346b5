"""Bringing a database up to date: migrations as the owner, then every guard, then the grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from wellrun.platform.database.address import APP_ROLE
from wellrun.platform.database.guards import Guard, Rows, Sensitivity, table_statements

if TYPE_CHECKING:
    from wellrun.platform.database.models import Record


class UnguardedModel(RuntimeError):
    """A model of ours declares no guard."""


def guarded_models() -> list[type[Record]]:
    """Every concrete model of ours; raises `UnguardedModel` for one that declares no guard."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("wellrun."):
            continue
        guard = getattr(model, "guard", None)
        if not isinstance(guard, Guard):
            raise UnguardedModel(f"{model._meta.label} declares no guard.")
        _refuse_unscoped(model, guard)
        found.append(model)
    return sorted(found, key=lambda model: model._meta.db_table)


def _refuse_unscoped(model: type, guard: Guard) -> None:
    columns = {field.column for field in model._meta.local_concrete_fields}  # type: ignore[attr-defined]
    scope = {
        Rows.ORGANIZATION: "organization_id",
        Rows.UNIT: "unit_id",
        Rows.PERSON: "person_id",
    }.get(guard.rows)
    across = "organization_id" if guard.rows is Rows.UNIT else None
    for needed in (scope, across, guard.compartment):
        if needed and needed not in columns:
            raise UnguardedModel(f"{model.__name__} is guarded by {needed}, which it does not have.")


def apply_guards(alias: str = "owner") -> None:
    """Give every table its grants, policies and triggers, in one transaction."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {APP_ROLE}")
        cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {APP_ROLE}")
        cursor.execute(f"grant usage, select on all sequences in schema public to {APP_ROLE}")
        for model in guarded_models():
            secret = [
                field.column
                for field in model._meta.local_concrete_fields
                if model.guard.sensitivity_of(field.name) is Sensitivity.SECRET
            ]
            for statement in table_statements(model._meta.db_table, model.guard, APP_ROLE, secret):
                cursor.execute(statement)


def migrate(*, verbosity: int = 0) -> None:
    """Migrate as the owner and apply the guards. Safe to repeat; needs the owner's address."""
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    apply_guards()


def pending_migrations() -> list[str]:
    """Migrations of this version that the database has not seen, read as the running role."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
