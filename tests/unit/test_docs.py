"""What the documents name exists: files, headings, make targets, commands and options."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.main import get_command
from typer.testing import CliRunner

from quartier.cli import app

PROJECT = Path(__file__).parents[2]
DOCUMENTS = [
    *(
        PROJECT / name
        for name in (
            "README.md",
            "README.de.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "reports/README.md",
        )
    ),
    *sorted((PROJECT / "docs").rglob("*.md")),
]
NAMES = [path.relative_to(PROJECT).as_posix() for path in DOCUMENTS]
EACH_DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
FENCE = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def prose(document: Path) -> str:
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def code_lines(document: Path) -> list[str]:
    """Lines of fenced blocks, and code within sentences."""
    text = document.read_text(encoding="utf-8")
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()]
    return fenced + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def anchors(document: Path) -> set[str]:
    """Addresses of the headings, as forges make them."""
    headings = re.findall(r"^#+ +(.+)$", prose(document), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


def commands(document: Path, program: str) -> list[list[str]]:
    """Arguments of each call of a program, without comments and what a shell would do next."""
    lines = [line.strip().removeprefix("$ ") for line in code_lines(document)]
    pattern = re.compile(rf"(?:^|&& |\| |/){program} ([^|&;]+)")
    return [shlex.split(call, comments=True) for line in lines for call in pattern.findall(line)]


@EACH_DOCUMENT
def test_each_link_leads_somewhere(document):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (document.parent / file).resolve() if file else document
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(target)
    assert broken == []


@EACH_DOCUMENT
def test_each_file_named_in_code_type_exists(document):
    named = re.findall(r"`([\w./-]+/[\w.-]*)`", prose(document))
    # Only those that begin with a folder of the project; <id> and the like do not match above.
    ours = [name for name in named if (PROJECT / name.split("/")[0]).is_dir()]
    built = ("reports/",)
    missing = [n for n in ours if not n.startswith(built) and not (PROJECT / n).exists()]
    assert missing == []


@EACH_DOCUMENT
def test_each_make_target_exists(document):
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {call[0] for call in commands(document, "make")}
    assert named <= targets


@EACH_DOCUMENT
def test_each_command_and_option_exists(document):
    tree = get_command(app)
    subcommands = getattr(tree, "commands", {})
    unknown = []
    for call in commands(document, "quartier"):
        named = call[0] if call and not call[0].startswith("-") else None
        if named is not None and named not in subcommands:
            unknown.append(f"quartier {named}")
            continue
        command = subcommands[named] if named else tree
        known = {option for each in command.params for option in each.opts + each.secondary_opts}
        known.add("--help")
        words = [word.strip("[]").split("=")[0] for word in call]
        options = [word for word in words if word.startswith("-")]
        unknown += [f"quartier {named}: {option}" for option in options if option not in known]
    assert unknown == []


def test_the_documents_name_every_command_and_target():
    commands_shown = {call[0] for call in commands(PROJECT / "README.md", "quartier") if call}
    assert commands_shown >= set(getattr(get_command(app), "commands", {}))
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    described = {call[0] for call in commands(PROJECT / "CONTRIBUTING.md", "make")}
    assert described >= targets


@pytest.mark.parametrize("call", [["--help"], ["check", "--help"], ["build", "--help"]])
def test_help_explains_itself(call):
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0
    assert "Usage" in result.output or "Aufruf" in result.output


def test_contributing_gives_a_reason_for_each_dependency():
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in declared["optional-dependencies"].values() for line in lines]
    names = {Requirement(line).name for line in declared["dependencies"] + extras}
    text = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Dependencies")[2]
    explained = set(re.findall(r"^\| `([\w-]+)`", text, re.MULTILINE))
    assert explained == names
