"""The boundaries of the house, held by machine: layers, doors, foreign keys, sizes, addresses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from wellrun.platform.ui import menu

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wellrun"
PRACTICE = SOURCE / "practice"
ROOMS = sorted(path.name for path in PRACTICE.iterdir() if (path / "__init__.py").exists())


def python_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.py") if "migrations" not in path.parts]


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "testing.py"


def test_the_import_contracts_hold():
    # The command, as people run it: a contract nobody can run by hand would not be believed.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout[-4000:]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_entered_through_its_door(room):
    allowed = {"api", "events"}
    wrong = []
    for path in python_files(PRACTICE / room):
        doors = allowed | {"testing"} if is_test(path) else allowed
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(
                "wellrun.practice."
            ):
                continue
            parts = node.module.split(".")
            names = {parts[3]} if len(parts) > 3 else {alias.name for alias in node.names}
            if parts[2] != room and not names <= doors:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.module}")
    assert not wrong


def test_no_statement_names_the_table_of_another_room():
    # Parts of statements are offered by the room that owns the table (decision 0011). What verifies the stored rows
    # reads them as they lie, of whatever rooms below.
    owners = {model._meta.db_table: model._meta.app_label for model in apps.get_models()}
    wrong = []
    for room in ROOMS:
        others = [table for table, owner in owners.items() if owner in ROOMS and owner != room]
        named = re.compile(rf"\b(?:{'|'.join(others)})\b")
        for path in python_files(PRACTICE / room):
            if is_test(path) or path.name == "verification.py":
                continue
            texts = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
            wrong += [
                f"{path.relative_to(ROOT)}:{text.lineno} {found[0]}"
                for text in texts
                if isinstance(text.value, str) and (found := named.search(text.value))
            ]
    assert not wrong


def test_no_two_pages_of_the_navigation_have_one_key():
    keys = [entry.keys for entry in menu._entries.values() if entry.keys]
    assert sorted(keys) == sorted(set(keys))


def test_every_room_has_its_layers_in_the_contract():
    text = (ROOT / ".importlinter").read_text()
    block = text.split("containers =\n")[1].split("layers =")[0]
    assert (
        sorted(line.strip().removeprefix("wellrun.practice.") for line in block.splitlines() if line.strip())
        == ROOMS
    )


def test_each_decision_has_a_number_of_its_own_and_is_linked():
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md"))
    numbers = [page[:4] for page in pages]
    assert len(numbers) == len(set(numbers))
    linked = (ROOT / "docs/architecture.md").read_text()
    assert [page for page in pages if f"decisions/{page}" not in linked] == []


def room_order() -> dict[str, int]:
    """The height of each room by the import contract: the file is the one place that says the order."""
    text = (ROOT / ".importlinter").read_text()
    block = text.split("containers = wellrun.practice\n")[1].split("\n\n")[0].split("layers =")[1]
    order = {}
    for height, line in enumerate(reversed(block.strip().splitlines())):
        for name in re.findall(r"\w+", line):
            order[name] = height
    return order


def test_no_foreign_key_points_up():
    order = room_order()
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("wellrun.practice."):
            continue
        for field in model._meta.local_fields:
            target = getattr(field.remote_field, "model", None) if isinstance(field, ForeignKey) else None
            if target is None or not target.__module__.startswith("wellrun.practice."):
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and order[there] >= order[here]:
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert not wrong


@pytest.mark.parametrize("folder", [SOURCE, ROOT / "tests", ROOT / "benchmarks"], ids=lambda path: path.name)
def test_files_and_functions_stay_small(folder):
    too_long = []
    for path in python_files(folder):
        lines = path.read_text().count("\n")
        if lines > (700 if is_test(path) or folder.name == "tests" else 500):
            too_long.append(f"{path.relative_to(ROOT)} ({lines} lines)")
        if is_test(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 70:
                    too_long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({length} lines)")
    assert not too_long


def test_templates_stay_small():
    long = [
        f"{path.relative_to(ROOT)}"
        for path in SOURCE.rglob("templates/**/*.html")
        if path.read_text().count("\n") > 100 and "gallery" not in path.name
    ]
    assert not long


def test_nothing_below_a_screen_reads_the_clock():
    wrong = []
    for room in ROOMS:
        for layer in ("operations", "queries", "models", "rules", "rules.py", "events.py"):
            base = PRACTICE / room / layer
            for path in python_files(base) if base.is_dir() else [base] if base.exists() else []:
                if re.search(r"\bnow\(\)|timezone\.now|date\.today|datetime\.now", path.read_text()):
                    wrong.append(str(path.relative_to(ROOT)))
    assert not wrong


def test_locks_hold_hashes_and_no_addresses():
    python, node = (ROOT / "requirements.lock").read_text(), (ROOT / "frontend/package-lock.json").read_text()
    assert "--hash=sha256:" in python
    assert not re.search(r"https?://|--index-url|--find-links", python)
    assert '"integrity"' in node
    assert '"resolved"' not in node
    assert not (ROOT / "uv.lock").exists()


def test_no_template_draws_the_submission_key_by_name():
    named = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("templates/**/*.html")
        if "submission_key" in path.read_text()
    ]
    assert not named, "Draw the key with {% submission %}: a name that no context has draws an empty one."
