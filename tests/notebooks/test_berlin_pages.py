"""Berlin: its published figures, read again and looked for on the pages that are built of them."""

import csv
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from quartier.engine.build import Order, Report, build

BERLIN = Path(__file__).parents[1] / "berlin"

# A district, a region and a planning area in it, and areas from elsewhere; 01011102 and 12214528
# are not evaluated in any edition, 08010301 in each. The proof below has all areas.
AREAS = "01 010111 01011101 01011102 08010301 12214528".split()

WHOLE = {6: "alle-region", 8: "alle-planning-area"}
SIGNS = {
    "-": "… noch nicht verfügbar",
    "excluded": "# von der Auswertung ausgenommen",
}
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def report(berlin_folder, tmp_path_factory) -> Report:
    chosen = ["index", "indicator/*", *(f"area/{code}" for code in AREAS)]
    return build(Order(berlin_folder, tmp_path_factory.mktemp("berlin"), only=chosen))


@pytest.fixture(scope="module")
def page(report):
    return reader(report)


def reader(report: Report) -> Callable[[str], str]:
    def read(address: str) -> str:
        return (report.site / "de" / f"{address}.html").read_text(encoding="utf-8")

    return read


@pytest.fixture(scope="module")
def indicators() -> dict[str, dict]:
    """Column of the published tables to the description of its indicator."""
    found = {}
    for file in sorted((BERLIN / "city" / "indicators").glob("*.yml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        found[file.stem.removeprefix("mss_")] = told
    return found


@pytest.fixture(scope="module")
def published(real_data, berlin_writer, indicators) -> dict[tuple[str, str, str], str]:
    """Column, area and edition to the text in the file, or why it does not count."""
    figures: dict[tuple[str, str, str], str] = {}
    for source, edition, path in berlin_writer.delivered(real_data / "berlin"):
        if source not in ("mss", "mss_context"):
            continue  # No indicator is made from the others.
        letters = "sd" if source == "mss" else "k"
        with path.open(encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                figures |= _cells(row, str(edition), letters, indicators)
    return figures


def _cells(row: dict[str, str], edition: str, letters: str, indicators: dict) -> dict:
    named = {column.split("_")[0]: cell for column, cell in row.items()}
    shares = [cell for name, cell in named.items() if name in indicators and name[0] in letters]
    zeros = [cell for cell in shares if cell != "-"]
    left_out = all(Decimal(cell) == 0 for cell in zeros)
    told = {name: cell for name, cell in named.items() if name in indicators}
    return {
        (name, row["id"], edition): "excluded" if left_out and name != "inhabitants" else cell
        for name, cell in told.items()
        if name[0] in letters or (name == "inhabitants" and letters == "k")
    }


def written(cell: str, unit: str) -> str:
    """A cell of the published table as a German page writes it."""
    if cell in SIGNS:
        return SIGNS[cell]
    if unit == "persons":
        return f"{int(Decimal(cell)):,}".replace(",", ".")
    rounded = Decimal(cell).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{abs(rounded):.1f}".replace(".", ",")
    sign = "−" if rounded < 0 else ""
    return sign + text + {"percent": f"{NO_BREAK}%", "points": " Punkte"}[unit]


def table(page: str, caption: str) -> list[list[str]]:
    """The body of the one table with a caption."""
    _before, *found = re.split(f"<caption[^>]*>{re.escape(caption)}</caption>", page)
    assert len(found) == 1, caption
    body = BeautifulSoup(found[0].partition("</table>")[0], "html.parser").tbody
    assert body is not None
    rows = body.find_all("tr")
    return [[_text(cell) for cell in row.find_all(["th", "td"])] for row in rows]


def _text(cell: Tag) -> str:
    # A sign and its meaning for screen readers stand in two elements.
    return re.sub(" +", " ", cell.get_text(" ")).strip()


def test_every_page_that_was_asked_for_is_built(report):
    assert report.published
    assert report.failed == report.stale == report.missing == []
    built = {outcome.job.page for outcome in report.outcomes}
    assert {f"area/{area}" for area in AREAS} < built


@pytest.mark.parametrize("area", AREAS)
def test_no_figure_of_a_profile_differs_from_the_source(area, page, indicators, published):
    # The table of the regions of 2017 is left out: eight index indicators.
    figures = 3 * len(indicators) - (8 if len(area) == 6 else 0)
    assert compared(page(f"area/{area}"), area, indicators, published) == figures


def compared(page: str, area: str, indicators: dict, published: dict) -> int:
    """Compare the series on a profile with the published tables; say how many figures."""
    figures = 0
    for column, told in indicators.items():
        editions = sorted(
            edition for name, code, edition in published if (name, code) == (column, area)
        )
        if not editions:
            continue
        expected = [
            [edition, written(published[column, area, edition], told["unit"])]
            for edition in editions
        ]
        shown = table(page, f"{told['short']} seit {editions[0]}")
        assert [row[:2] for row in shown] == expected, (area, column)
        figures += len(expected)
    return figures


@pytest.mark.parametrize(("area", "length"), [("01", 2), ("010111", 6), ("01011101", 8)])
def test_no_figure_beside_the_other_areas_differs_from_the_source(
    area, length, page, berlin_folder, indicators, published
):
    html = page(f"area/{area}")
    with (berlin_folder / "areas.csv").open(encoding="utf-8") as text:
        names = {row["code"]: row["name"] for row in csv.DictReader(text)}
    plural = {2: "Bezirke", 6: "Bezirksregionen", 8: "Planungsräume"}[length]
    for column, told in indicators.items():
        here = {key[1:]: cell for key, cell in published.items() if key[0] == column}
        here = {key: cell for key, cell in here.items() if len(key[0]) == length}
        editions = {edition for (_area, edition), cell in here.items() if cell not in SIGNS}
        if not editions:
            continue
        latest = max(editions)
        expected = sorted(
            (names[code], written(cell, told["unit"]))
            for (code, edition), cell in here.items()
            if edition == latest
        )
        if length == 2:
            shown = table(html, f"{told['short']}: {plural}, {latest}")
        else:  # The table of so many areas is on the sheet of the indicator; the chart leads there.
            assert f'href="../indicator/mss_{column}.html#{WHOLE[length]}"' in html
            shown = table(page(f"indicator/mss_{column}"), f"{told['short']}: alle {plural}")
        assert sorted((row[0], row[1]) for row in shown) == expected, column


def test_the_overview_maps_each_planning_area_with_its_published_figure(
    page, indicators, published
):
    html = BeautifulSoup(page("index"), "html.parser")
    for column in ("s1", "s4", "d1"):
        told = indicators[column]
        title = html.find("title", string=f"{told['short']}: Planungsräume, 2017")
        assert title is not None
        shown = [area.get_text().rpartition(": ")[2] for area in title.parent.select("a title")]
        expected = sorted(
            written(cell, told["unit"]).removeprefix("# ").removeprefix("… ")
            for (name, code, edition), cell in published.items()
            if (name, edition) == (column, "2017") and len(code) == 8
        )
        assert len(expected) == 447
        assert sorted(shown) == expected


def test_an_area_that_is_not_evaluated_shows_no_zero(page, published):
    # Its status columns hold 0 in the file; its 43 to 1,379 inhabitants are no reason to hide it.
    assert published["s1", "12214528", "2017"] == "excluded"
    assert [row[1] for row in table(page("area/12214528"), "Arbeitslosigkeit seit 2013")] == [
        SIGNS["excluded"]
    ] * 3


def test_a_rate_without_counts_says_that_it_has_no_interval(page):
    text = page("area/01011101")
    assert (
        "Geliefert ist nur dieser Wert und nicht die Anzahlen; deshalb hat er keinen "
        "Vertrauensbereich." in text
    )
    assert not re.search(r"Vertrauensbereich [\d−]", text)


@pytest.mark.proof
def test_no_figure_of_any_profile_differs_from_the_source(
    berlin_folder, tmp_path, indicators, published
):
    report = build(Order(berlin_folder, tmp_path))
    assert report.failed == []
    read = reader(report)
    areas = sorted({area for _column, area, _edition in published})
    assert len(areas) == 12 + 138 + 447
    figures = sum(compared(read(f"area/{area}"), area, indicators, published) for area in areas)
    assert figures == len(published)
