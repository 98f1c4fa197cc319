"""A page as a city would publish it: every part and chart, and a name that tries to be markup."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, sync_playwright

from quartier import charts
from quartier.pages import STAMP, PageHead, render
from quartier.pages import parts as q
from quartier.tables import Published

HOSTILE = 'Nord"<script>{{7*7}}'
NAMES = {"0101": "Nordstadt", "0102": "Südstadt", "0103": "Altstadt", "0104": HOSTILE}
VALUES = {"0101": 12.3, "0102": 8.1, "0103": float("nan"), "0104": 9.6}
YEARS = {"2019": 14.9, "2020": 14.6, "2021": 14.1, "2022": 13.4, "2023": 12.9, "2024": 12.3}
SOURCE = "Melderegister; Bundesagentur für Arbeit"

Shown = q.Showing | dict[str, str]


def _published(rows: Sequence[Mapping[str, object]]) -> Published:
    frame = pd.DataFrame(rows)
    frame["lower"], frame["upper"] = frame["value"] * 0.95, frame["value"] * 1.05
    frame["status"] = ["withheld" if missing else "reported" for missing in frame["value"].isna()]
    return Published(frame, "public")


def _over_time() -> Published:
    area = {"area": "0101", "area_name": "Nordstadt"}
    return _published([area | {"period": year, "value": value} for year, value in YEARS.items()])


def _by_area() -> Published:
    return _published(
        [
            {"area": code, "area_name": name, "period": "2024", "value": VALUES[code]}
            for code, name in NAMES.items()
        ]
    )


def _outlines() -> pd.DataFrame:
    squares = {"0101": (0, 0), "0102": (0, 500), "0103": (500, 0), "0104": (500, 500)}
    paths = {code: f"M{x} {y}h500v500h-500z" for code, (x, y) in squares.items()}
    rows = [{"area": code, "name": NAMES[code], "path": path} for code, path in paths.items()]
    return pd.DataFrame(rows).assign(width=1000, height=1000)


class _Profile:
    """The cells of the profile of an area in a language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._of = {"language": language}
        self._chart = {"unit": "percent", "language": language, "source": SOURCE}

    def said(self, german: str, english: str) -> str:
        return german if self.language == "de" else english

    def city(self, text: str) -> q.Html:
        return q.city_text(text, "de", self.language)

    def cells(self) -> list[NotebookNode]:
        prose = self.said(
            "## Arbeit und Einkommen\n\nWer Leistungen nach dem SGB II erhält, lebt in einer "
            "*Bedarfsgemeinschaft*. Gezählt wird am 31. Dezember; die [Ziele](page:goals#ziele) "
            "gelten bis 2026.",
            "## Work and income\n\nRecipients of benefits are counted on 31 December; "
            "the [goals](page:goals#ziele) run until 2026.",
        )
        stamp: Shown = {"area": "0101", "language": self.language, "page": "area/0101"}
        opening = [[stamp], [self.opening()], [self.facts()]]
        charts_and_tables = [
            self.charts(),
            [self.table(), self.legend(), self.beside(), self.every_year(), self.ways()],
        ]
        rest = [[self.goals()], [self.remark(), self.commentary()], [self.others(), self.sources()]]
        return [
            *(_cell(shown) for shown in opening),
            new_markdown_cell(prose),
            *(_cell(shown) for shown in [*charts_and_tables, *rest]),
        ]

    def opening(self) -> q.Html:
        lead = self.said(
            "In der Nordstadt leben 10.412 Menschen. Jeder achte unter 65 Jahren erhält Leistungen "
            "nach dem SGB II; es werden weniger.",
            "Nordstadt has 10,412 residents. One in eight under 65 receives benefits under SGB II; "
            "the share is falling.",
        )
        where = self.said("Lage der Nordstadt", "Where Nordstadt lies")
        figure = charts.locator(_outlines(), "0101", title=where, language=self.language)
        kicker = self.said("Stadtbezirk", "District")
        return q.heading(
            self.city("Nordstadt"), kicker=kicker, lead=lead, figure=figure, **self._of
        )

    def facts(self) -> q.Html:
        def badge(verdict: str) -> q.Html:
            return q.status_badge(verdict, **self._of)

        def number(value: float, unit: str) -> q.Html:
            return q.value(value, unit, **self._of)

        return q.facts(
            [
                (self.said("Bevölkerung", "Population"), number(10412, "persons"), "2024"),
                (self.rate, number(12.34, "percent"), badge("worse")),
                (self.said("Unter 18", "Under 18"), number(18.9, "percent"), badge("similar")),
                (self.said("Sterbefälle", "Deaths"), number(9.4, "per_1000")),
                (self.said("Ziel: SGB II", "Goal: SGB II"), badge("at_risk")),
            ],
            **self._of,
        )

    @property
    def rate(self) -> str:
        return self.said("SGB-II-Quote", "SGB II rate")

    def charts(self) -> list[Shown]:
        falls = self.said("Die Quote sinkt seit vier Jahren", "The rate has been falling for years")
        ranked = self.said("Die Nordstadt liegt vorn", "Nordstadt comes first")
        place = self.said("Lage unter allen Stadtbezirken", "Position among all districts")
        mapped = self.said("SGB-II-Quote, 2024", "SGB II rate, 2024")
        links = {code: q.link_to(f"area/{code}") for code in NAMES}
        about = {"marked": "0101", **self._chart}
        return [
            charts.line(_over_time(), title=falls, **self._chart),
            charts.dots(_by_area(), title=ranked, reference=10.2, **about),
            charts.strip(_by_area(), title=place, reference=10.2, **about),
            charts.choropleth(_by_area(), _outlines(), title=mapped, links=links, **about),
        ]

    def table(self) -> q.Html:
        columns = [
            self.said("Stadtbezirk", "District"),
            q.Column(self.rate, numeric=True, unit=self.said("Prozent", "per cent")),
            self.said("Verlauf", "Course"),
            self.said("Vergleich", "Comparison"),
        ]
        title = self.said("SGB-II-Quote, Verlauf", "SGB II rate, course")
        spark = charts.sparkline(_over_time(), title=title, **self._chart)
        verdicts = {"0101": "worse", "0102": "better", "0103": "not_assessable", "0104": "similar"}
        rows = [
            (
                self.city(name),
                q.value(
                    VALUES[code],
                    "percent",
                    status="withheld" if code == "0103" else "preliminary",
                    **self._of,
                ),
                spark if code == "0101" else "–",
                q.status_badge(verdicts[code], **self._of),
            )
            for code, name in NAMES.items()
        ]
        caption = self.said("Stadtbezirke im Vergleich, 2024", "Districts compared, 2024")
        return q.data_table(columns, rows, caption=caption, **self._of)

    def beside(self) -> q.Html:
        rows = [
            (
                self.city(name),
                q.status_badge(verdict, **self._of),
                "8,1 %",
                self.said("+4,2 Prozentpunkte (3,1 bis 5,3)", "+4.2 percentage points"),
            )
            for name, verdict in (("Südstadt", "unfavourable"), (HOSTILE, "alike"))
        ]
        columns = [
            self.said("Verglichen mit", "Compared with"),
            self.said("Urteil", "Verdict"),
            q.Column(self.said("Wert dort", "Value there"), numeric=True),
            self.said("Unterschied", "Difference"),
        ]
        caption = self.said("Nordstadt im Vergleich", "Nordstadt compared")
        return q.data_table(columns, rows, caption=caption, folded=True, **self._of)

    def every_year(self) -> q.Html:
        columns = [self.said("Jahr", "Year"), q.Column(self.rate, numeric=True)]
        rows = [(str(year), "9,0 %") for year in range(1950, 2025)]
        caption = self.said("Alle Jahre", "All years")
        return q.data_table(columns, rows, caption=caption, folded=True, **self._of)

    def ways(self) -> q.Html:
        text = self.said("Wie verglichen wird", "How it is compared")
        return q.paragraph(q.link(text, "methods#comparison", **self._of), **self._of)

    def legend(self) -> q.Html:
        return q.legend_of_signs(["withheld", "not_available", "preliminary"], **self._of)

    def goals(self) -> q.Html:
        less = q.Item(
            self.said("Die Quote sinkt um zehn Prozent im Jahr", "The rate falls by ten per cent"),
            kicker=self.said("Produktziel · Jobcenter", "Product goal · Jobcenter"),
            badge=q.status_badge("at_risk", **self._of),
            note=self.said("Zielwert 2026: 9,8 %", "Target 2026: 9.8%"),
            page="goals",
        )
        more = q.Item(
            self.said("Mehr Kinder besuchen eine Kita", "More children attend day care"),
            badge=q.status_badge("on_path", **self._of),
        )
        top = q.Item(self.said("Selbständig leben", "Living independently"), children=[less, more])
        pyramid = q.nested_list([top], **self._of)
        return q.section(self.said("Ziele", "Goals"), pyramid, id="ziele", **self._of)

    def remark(self) -> q.Html:
        text = self.said(
            "Sie sagen, wie stark eine Zahl bei gleichen Verhältnissen zufällig schwanken würde.",
            "They say how much a figure would vary by chance under the same circumstances.",
        )
        return q.notice(text, title=self.said("Zu den Intervallen", "About intervals"), **self._of)

    def commentary(self) -> q.Html:
        return q.prose("Der **Stadtteilladen** <b>öffnet</b> im Mai.", written_in="de", **self._of)

    def others(self) -> q.Html:
        items = [(self.city(name), f"area/{code}") for code, name in NAMES.items()]
        label = self.said("Weitere Stadtbezirke", "Other districts")
        return q.links(items, label=label, columns=True, **self._of)

    def sources(self) -> q.Html:
        owner = self.city("Bürgeramt")
        origins = [
            q.Origin(self.city("Melderegister"), owner, "2025-02-14", "dl-de/by-2-0"),
            q.Origin(self.city("Grundsicherung"), self.city("Bundesagentur"), "2025-03-03"),
        ]
        corrected = ["Nordstadt 2021: 120 statt 12 (Übertragungsfehler)"]
        return q.provenance(
            origins,
            release="Quartier 0.1.0",
            corrections=corrected if self.language == "de" else [],
            **self._of,
        )


def _cell(shown: Sequence[Shown]) -> NotebookNode:
    outputs = []
    for part in shown:
        markup = (
            {} if isinstance(part, dict) else {"text/html": part._repr_html_(), "text/plain": "<>"}
        )
        outputs.append(new_output("display_data", markup or {STAMP: part}))
    return new_code_cell("geheim = 1", outputs=outputs)


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Containers have no user namespaces for Chromium's sandbox; the pages are our own.
        made = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="session")
def notebook() -> Callable[[str], NotebookNode]:
    """The executed notebook of an area's profile."""
    return lambda language: new_notebook(cells=_Profile(language).cells())


@pytest.fixture(scope="session")
def head() -> Callable[[str], PageHead]:
    """The head of that page."""

    def made(language: str) -> PageHead:
        said = _Profile(language).said
        overview = said("Überblick", "Overview")
        return PageHead(
            title="Nordstadt",
            page="area/0101",
            language=language,
            city_name="Musterstadt",
            city_language="de",
            notice="Musterstadt gibt es nicht; alle Zahlen sind erfunden.",
            breadcrumbs=[(overview, "index"), ("Nordstadt", None)],
            languages={"de": "../../de/area/0101.html", "en": "../../en/area/0101.html"},
            navigation=[
                (overview, "index"),
                (said("Ziele", "Goals"), "goals"),
                (said("Datenlage", "Coverage"), "coverage"),
                (said("Datenqualität", "Data quality"), "data"),
            ],
            release="Quartier 0.1.0",
        )

    return made


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    notebook: Callable[[str], NotebookNode],
    head: Callable[[str], PageHead],
) -> Path:
    """A folder with the page in both languages."""
    folder = tmp_path_factory.mktemp("site")
    for language in ("de", "en"):
        file = folder / language / "area" / "0101.html"
        file.parent.mkdir(parents=True)
        file.write_text(render(notebook(language), head(language)), encoding="utf-8")
    return folder
