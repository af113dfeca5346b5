"""The matrix as a page that people can read: `docs/access.md` is this text, and a test says so."""

from __future__ import annotations

from wellrun.platform.access.matrix import CAPABILITIES, COMPARTMENTS, FIELD_GROUPS, GRANTS, Role


def access_page() -> str:
    """The whole page in Markdown."""
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        "Made from `src/wellrun/platform/access/matrix.py` by `wellrun audit matrix`; do not edit.",
        "",
        "`unit`: the unit of the membership and all below it. `site`: the whole site it lies in. `organization`:",
        "everything. Empty: refused. Capabilities marked † show health information; each such page records whose.",
        "",
        "| | " + " | ".join(role.value for role in roles) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    for capability in CAPABILITIES.values():
        cells = [scope.value if (scope := GRANTS[role].get(capability.name)) else "" for role in roles]
        mark = " †" if capability.phi else ""
        lines.append(f"| {capability.sentence}{mark} `{capability.name}` | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## What exists for a role",
        "",
        "| Role | Compartments | Groups of fields |",
        "|---|---|---|",
    ]
    for role in roles:
        compartments = ", ".join(sorted(COMPARTMENTS[role])) or "none"
        groups = ", ".join(sorted(group.value for group in FIELD_GROUPS[role])) or "none"
        lines.append(f"| {role.value} | {compartments} | {groups} |")
    return "\n".join(lines) + "\n"
