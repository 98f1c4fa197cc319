from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from quartier.engine import pool
from quartier.engine.jobs import JobError
from quartier.engine.page import PageJob, make_page
from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.pages import PageHead, stamp_of

STAMP = (
    "from IPython.display import publish_display_data\n"
    "publish_display_data({'application/vnd.quartier.stamp+json': {\n"
    "    'area': area, 'language': language}})"
)


def job(folder: Path, *sources: str, area: str = "03") -> PageJob:
    parameters = 'area: str = "01"\nlanguage: str = "de"'
    cells = [
        new_markdown_cell("# Profil\n\nEin Absatz."),
        new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="parameters"),
    ]
    cells += [
        new_code_cell(source, id=f"c{number}") for number, source in enumerate(sources or [STAMP])
    ]
    notebook = folder / "profil.ipynb"
    cells[0].id = "title"
    nbformat.write(new_notebook(cells=cells), notebook)
    return PageJob(
        f"area/{area}",
        notebook=notebook,
        parameters={"area": area, "language": "de"},
        language="de",
        executed=folder / "notebooks" / f"{area}.ipynb",
        html=folder / "site" / f"{area}.html",
        head=PageHead("Profil", f"area/{area}", "de", "Musterstadt", "de"),
    )


def failure(wanted: PageJob) -> JobError:
    with pytest.raises(JobError) as failed:
        make_page(wanted)
    assert not wanted.html.exists()
    return failed.value


def test_a_page_and_its_executed_notebook_are_written(tmp_path):
    wanted = job(tmp_path)
    make_page(wanted)
    assert stamp_of(wanted.html.read_text(encoding="utf-8")) == {"area": "03", "language": "de"}
    executed = nbformat.read(wanted.executed, as_version=4)
    assert executed.metadata.papermill.parameters == {"area": "03", "language": "de"}


@pytest.mark.parametrize(
    ("stamped", "said"),
    [
        (STAMP.replace("'area': area", "'area': '04'"), "area=03, gestempelt ist area=04"),
        (STAMP.replace("'language': language", "'language': 'en'"), "language=de"),
        ("None", "area=–"),
    ],
)
def test_a_page_of_another_area_or_language_is_not_written(tmp_path, stamped, said):
    assert said in str(failure(job(tmp_path, stamped)).problem.reason)


def test_a_cell_that_fails_is_named_and_the_notebook_kept_aside(tmp_path):
    wanted = job(tmp_path, STAMP, "# eine Quote\nshare = 1 / 0")
    failed = failure(wanted)
    assert (failed.problem.cell, failed.problem.line) == (4, "# eine Quote")
    assert str(failed.problem.reason) == "ZeroDivisionError: division by zero"
    assert "share = 1 / 0" in failed.log
    assert not wanted.executed.exists()
    assert wanted.executed.with_name("03.failed.ipynb").exists()


def test_a_user_error_in_a_cell_says_what_it_says(tmp_path):
    source = (
        "from quartier.errors import Place, Problem, UserError\n"
        "from quartier.language import _\n"
        "raise UserError(Problem(Place('goals.yml', line=3), _('Das ist kein Jahr'), 'x'))"
    )
    expected = UserError(Problem(Place("goals.yml", line=3), _("Das ist kein Jahr"), "x"))
    assert str(failure(job(tmp_path, source)).problem.reason) == str(expected)


def test_a_failure_in_a_child_is_the_same(tmp_path):
    source = (
        "from quartier.errors import Place, Problem, UserError\n"
        "from quartier.language import _\n"
        "raise UserError(Problem(Place('goals.yml'), _('Das ist kein Jahr')))"
    )
    wanted = job(tmp_path, STAMP, source)
    (outcome,) = pool.run([wanted], make_page)
    assert not outcome.ok
    assert outcome.problem.cell == 4
    assert outcome.problem.reason.into("de") == "goals.yml: Das ist kein Jahr."


def test_what_prepare_returns_is_called_after_the_run(tmp_path):
    order = []

    def prepare(given: PageJob):
        order.append(given.context)
        return lambda: order.append("fertig") or "gelesen"

    wanted = replace(job(tmp_path), prepare=prepare, context="offen")
    assert make_page(wanted) == "gelesen"
    assert order == ["offen", "fertig"]


def test_pages_are_the_same_to_the_byte_in_any_order_and_any_way(tmp_path):
    # both differ from one Python to the next unless the engine fixes them
    source = (
        "import random\n"
        "from IPython.display import HTML\n"
        "HTML(f'<p>{set(\"abcdefgh\")} {random.random()}</p>')"
    )
    areas = ["01", "02", "03", "04"]
    ways = {"a": (areas, 1, True), "b": (areas[::-1], 3, True), "c": (areas[:1], 1, False)}
    written: dict[str, dict[str, bytes]] = {}
    for way, (ordered, workers, template) in ways.items():
        (tmp_path / "quelle").mkdir(exist_ok=True)
        jobs = [
            replace(
                job(tmp_path / "quelle", STAMP, source, area=area),
                executed=tmp_path / way / f"{area}.ipynb",
                html=tmp_path / way / f"{area}.html",
            )
            for area in ordered
        ]
        outcomes = pool.run(jobs, make_page, workers=workers, template=template)
        assert [outcome.problem for outcome in outcomes] == [None] * len(jobs)
        written[way] = {file.name: file.read_bytes() for file in (tmp_path / way).iterdir()}
    assert len(written["a"]) == 8
    assert written["a"] == written["b"]
    assert written["c"].items() <= written["a"].items()
