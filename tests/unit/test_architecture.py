"""The house: which module may import which, and what stands only in the command line.

To add a module, add its name to its layer in LAYERS.
"""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "lib" / "quartier"

# An upper layer imports lower ones only; within a layer there are no cycles. A folder counts as
# one module here; cycles are looked for file by file.
LAYERS = {
    0: "ahead bands errors facts language periods formats groups group_words places signs"
    " statistics",
    1: "config sheets tables catalogue described descriptions corrections pyramid settings"
    " registers references methods city store",
    2: "analysis areas corrected outlines plausible revisions state sources observations sums"
    " indicators disclosure",
    3: "goals",
    4: "checking delivering delivery_words describing explaining intake row_by_row charts"
    " narrative workbook engine pages progress",
    5: "cli",
}
LAYER = {name: layer for layer, names in LAYERS.items() for name in names.split()}

LONGEST = 400
TOP = max(LAYERS)
# What a function must be given instead of reading it where it stands.
SURROUNDINGS = (
    "os.environ",
    "os.getenv",
    "os.getcwd",
    "os.chdir",
    "Path.cwd",
    "Path.home",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.localtime",
    "time.gmtime",
    "Timestamp.now",
    "Timestamp.today",
    "sys.argv",
)
# Exceptions, with the reason.
ALLOWED = {
    # What children inherit is set while they start, and put back; nothing is decided by it.
    ("quartier.engine.pool", "os.environ"),
    ("quartier.engine.shell", "os.environ"),
}

FILES = {
    ".".join(("quartier", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
EACH_MODULE = pytest.mark.parametrize("module", FILES)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def room(module: str) -> str:
    """Name of a module as LAYERS lists it; the package's own file is the root."""
    return [*module.split("."), ""][1]


def layer(module: str) -> int:
    """Layer of a module; the root stands at the bottom, so that it imports nothing of the house."""
    return LAYER[room(module)] if room(module) else -1


def imports(module: str) -> set[str]:
    """Modules of the house that a module imports, wherever in the file it does."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in FILES}
        elif isinstance(node, ast.ImportFrom) and node.module in FILES:
            # What is imported can itself be a module: `from quartier import formats`.
            members = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (members & FILES.keys()) or {node.module}
            if members - FILES.keys():
                found.add(node.module)
    return found - {module}


def dotted_names(module: str) -> Iterator[tuple[str, int]]:
    """Each dotted name that a module uses, with its line; `from os import environ` counts too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls(module: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_the_table_lists_each_module_once_and_nothing_else():
    listed = [name for names in LAYERS.values() for name in names.split()]
    assert sorted(listed) == sorted({room(module) for module in FILES} - {""})


@EACH_MODULE
def test_a_module_imports_lower_layers_or_its_own(module):
    upwards = {other for other in imports(module) if layer(other) > layer(module)}
    assert not upwards, f"layer {layer(module)} imports {sorted(upwards)}"


def test_imports_have_no_cycle():
    try:
        TopologicalSorter({module: imports(module) for module in FILES}).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@EACH_MODULE
def test_only_the_command_line_prints_and_looks_around(module):
    if layer(module) == TOP:
        return
    printed = [f"print, line {line}" for name, line in calls(module) if name == "print"]
    looked = [
        f"{name}, line {line}"
        for name, line in dotted_names(module)
        if (module, name) not in ALLOWED
        and any(name == each or name.endswith("." + each) for each in SURROUNDINGS)
    ]
    assert printed + looked == []


@EACH_MODULE
def test_a_module_is_short(module):
    lines = FILES[module].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST


@EACH_MODULE
def test_a_module_says_what_is_public(module):
    assigned = {
        target.id
        for node in tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert "__all__" in assigned
    assert ast.get_docstring(tree(module)), "a module says in its docstring what it is"


@EACH_MODULE
def test_only_the_gate_declares_a_table_published(module):
    if room(module) == "disclosure":
        return
    # A method of the class itself may hand on a part of what was published.
    own = {
        line
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef) and node.name == "Published"
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    made = {line for name, line in calls(module) if name.split(".")[-1] == "Published"}
    assert made - own == set()
