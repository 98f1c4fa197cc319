"""Users of conda get the same libraries, and the locks hold what is asked for."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = DECLARED["project"]["optional-dependencies"]

# PyPI name: conda-forge name, where they differ.
CONDA_NAMES: dict[str, str] = {}


def ranges(lines):
    """Name to version range, both written the same way whatever the order and spaces."""
    parsed = [Requirement(line) for line in lines]
    return {each.name: ",".join(sorted(map(str, each.specifier))) for each in parsed}


def pins(lock):
    text = (PROJECT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\\n]+)", text, re.MULTILINE)
    versions: dict[str, set[str]] = {}
    for name, version in found:
        versions.setdefault(name, set()).add(version)
    return versions


def test_conda_environment_is_in_step_with_the_project():
    listed = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    lines = [line for line in listed["dependencies"] if isinstance(line, str)]
    asked = (
        DECLARED["project"]["dependencies"]
        + EXTRAS["lab"]
        + DECLARED["build-system"]["requires"]
        + [f"python{DECLARED['project']['requires-python']}"]
    )
    expected = {CONDA_NAMES.get(name, name): range_ for name, range_ in ranges(asked).items()}
    assert ranges(lines) == expected | {"pip": ""}
    assert {"pip": ["-e ."]} in listed["dependencies"]


@pytest.mark.parametrize("lock", ["runtime", "lab", "dev"])
def test_a_lock_pins_what_the_project_asks_for(lock):
    asked = [
        *DECLARED["project"]["dependencies"],
        *DECLARED["build-system"]["requires"],
        *EXTRAS.get(lock, []),
    ]
    locked = pins(lock)
    for requirement in map(Requirement, asked):
        assert requirement.name in locked, "run make lock"
        for version in locked[requirement.name]:
            assert version in requirement.specifier, "run make lock"


def test_the_sets_agree_on_versions_so_that_one_environment_holds_them_all():
    for lock in ("lab", "dev"):
        locked = pins(lock)
        differing = {name for name, versions in pins("runtime").items() if locked[name] != versions}
        assert not differing


def test_the_runtime_and_dev_sets_do_not_bring_jupyterlab():
    # With it, jsonschema builds a grammar of addresses at import: 1.3 s for each program start.
    for lock in ("runtime", "dev"):
        assert not {"jupyterlab", "jupyter-server", "rfc3987-syntax"} & pins(lock).keys()


@pytest.mark.parametrize("lock", ["runtime", "lab", "dev", "uv"])
def test_a_lock_is_hashed_and_names_no_server(lock):
    text = (PROJECT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    # Nor any other option that could lead elsewhere.
    assert set(re.findall(r"(?<!\S)--[a-z-]+", text)) == {"--hash"}


def test_each_library_that_the_package_imports_is_declared():
    declared = {canonicalize_name(name) for name in ranges(DECLARED["project"]["dependencies"])}
    providers = packages_distributions()
    undeclared = set()
    for file in (PROJECT / "lib").rglob("*.py"):
        for name in imported(file) - {"quartier"} - set(sys.stdlib_module_names):
            offered = {canonicalize_name(provider) for provider in providers[name]}
            if not offered & declared:
                undeclared.add((file.name, name))
    # pydantic and its core are one thing in two packages.
    assert {each for each in undeclared if each[1] != "pydantic_core"} == set()


def imported(file):
    """The top names of what a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
