"""The parts: what they say, and that what comes from outside stays text."""

import re
from html.parser import HTMLParser

import pytest

from quartier.language import _
from quartier.pages import parts as q
from quartier.pages.verdicts import VERDICTS


class Table(HTMLParser):
    """The visible cells of a table, and what screen readers get of them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.scopes: list[str | None] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("th", "td"):
            self.seen.append("")
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_data(self, data: str) -> None:
        if self.seen and data.strip():
            self.seen[-1] += data


def test_table_has_caption_scopes_and_a_region_named_by_the_caption() -> None:
    columns = ["Ort", q.Column("Zahl", numeric=True, unit=_("Prozent"))]
    table = q.data_table(columns, [("Nord", "1"), ("Süd", "2")], caption="Zwei Orte", language="de")
    assert '<caption id="zwei-orte-titel">Zwei Orte</caption>' in table.markup
    assert 'role="region" aria-labelledby="zwei-orte-titel" tabindex="0"' in table.markup
    assert Table(table.markup).scopes == ["col", "col", "row", "row"]
    assert Table(table.markup).seen == ["Ort", "Zahl Prozent", "Nord", "1", "Süd", "2"]


def test_a_sign_in_a_cell_is_spoken_with_its_meaning() -> None:
    columns = ["Ort", q.Column("Zahl", numeric=True)]
    table = q.data_table(columns, [("x", "•")], caption="A", language="de").markup
    # A place that is called like a sign is a place.
    assert '<th scope="row">x</th>' in table
    assert (
        'aria-hidden="true" title="nicht veröffentlicht, damit niemand erkennbar wird">•<' in table
    )
    assert (
        '<span class="q-unseen">nicht veröffentlicht, damit niemand erkennbar wird</span>' in table
    )


WORDS = ["Ort", "Urteil", "Trend"]
COUNT = q.Column("Zahl", numeric=True, unit=_("Prozent"))


def _table(columns: list, length: int, *, folded: bool = False) -> str:
    rows = [["y"] * len(columns) for _row in range(length)]
    return q.data_table(columns, rows, caption="A", language="de", folded=folded).markup


@pytest.mark.parametrize(
    ("columns", "length", "cards"),
    [
        ([*WORDS, COUNT], 3, True),
        (WORDS, 3, False),  # fits on a telephone
        (["Ort", COUNT, COUNT, COUNT], 3, False),  # figures are compared down their columns
        ([*WORDS, COUNT, COUNT, COUNT], 3, True),
        ([*WORDS, COUNT], 41, False),
    ],
)
def test_a_table_of_words_in_many_columns_is_made_of_cards(
    columns: list, length: int, cards: bool
) -> None:
    assert ("q-cards" in _table(columns, length)) == cards


def test_a_card_names_each_cell_and_says_what_it_is() -> None:
    table = _table([*WORDS, COUNT], 1)
    assert Table(table).seen == ["Ort", "Urteil", "Trend", "Zahl Prozent", *"yyyy"]
    assert re.findall('data-label="([^"]*)"', table) == ["Urteil", "Trend", "Zahl (Prozent)"]
    roles = re.findall('role="([a-z]+)"', table.partition("<table")[2])
    assert roles == [
        "table",
        *f"rowgroup row {'columnheader ' * 4}rowgroup row rowheader".split(),
    ] + (["cell"] * 3)


def test_a_long_folded_table_says_that_it_is_not_printed() -> None:
    said = "A: Die Tabelle hat 61 Zeilen und wird nur gedruckt, wenn sie am Bildschirm aufgeklappt"
    assert said in _table(["Ort", COUNT], 61, folded=True)
    assert "gedruckt" not in _table(["Ort", COUNT], 60, folded=True)
    assert "gedruckt" not in _table(["Ort", COUNT], 61)


def test_a_line_of_nothing_but_links_is_known_as_such() -> None:
    link = q.link("Wie?", "methods", language="de")
    assert '<p class="q-ways">' in q.paragraph(link, "·", link, language="de").markup
    # What only announces the links goes with them.
    assert '<p class="q-ways">' in q.paragraph("Mehr:", link, language="de").markup
    assert "q-ways" not in q.paragraph("Mehr steht hier", link, language="de").markup


@pytest.mark.parametrize("cell", [None, float("nan")])
def test_a_table_has_no_empty_cells_for_what_is_missing(cell: float | None) -> None:
    with pytest.raises(ValueError, match="sign of its status"):
        q.data_table(["Ort", "Zahl"], [("Nord", cell)], caption="A", language="de")


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        q.data_table(["Ort", "Zahl"], [("Nord",)], caption="A", language="de")


def test_figures_with_and_without_value() -> None:
    assert q.value(1234.5, "percent", language="de").markup == "1.234,5\N{NO-BREAK SPACE}%"
    assert q.value(1234.5, "percent", language="en").markup == "1,234.5%"
    preliminary = q.value(8, "percent", language="de", status="preliminary").markup
    assert ">8,0\N{NO-BREAK SPACE}%\N{NO-BREAK SPACE}p<" in preliminary
    assert "8,0\N{NO-BREAK SPACE}% (vorläufig)" in preliminary
    withheld = q.value(float("nan"), "persons", language="de", status="withheld").markup
    assert ">•<" in withheld


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_is_a_word_and_a_symbol(verdict: str) -> None:
    markup = q.status_badge(verdict, language="de").markup
    assert f"<span>{VERDICTS[verdict].word}</span>" in markup
    assert re.search(r'<svg class="q-icon"[^>]* aria-hidden="true"', markup)
    assert "<path" in markup


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="no verdict 'good'; there are met"):
        q.status_badge("good", language="de")


def test_goals_stand_below_their_goals() -> None:
    pyramid = [q.Item("Leben", children=[q.Item("Wohnen", children=[q.Item("Miete")])])]
    markup = q.nested_list(pyramid, language="de").markup
    assert [markup.count(f'data-depth="{depth}"') for depth in (1, 2, 3, 4)] == [1, 1, 1, 0]
    assert markup.index("Leben") < markup.index("Wohnen") < markup.index("Miete")


def test_where_figures_come_from_with_dates_and_corrections() -> None:
    origins = [q.Origin("Melderegister", "Bürgeramt", "2025-02-14")]
    plain = q.provenance(origins, language="de").markup
    assert ">14.02.2025<" in plain
    assert "nichts geändert" in plain
    corrected = q.provenance(origins, language="de", corrections=["2021: 120 statt 12"]).markup
    assert "<li>2021: 120 statt 12</li>" in corrected
    assert "nichts geändert" not in corrected


def test_a_page_without_signs_needs_no_legend() -> None:
    assert q.legend_of_signs(["reported"], language="de").markup == ""
    assert "vorläufig" in q.legend_of_signs(["reported", "preliminary"], language="de").markup


def test_texts_are_translated_and_parts_within_parts_are_not_escaped() -> None:
    note = q.status_badge("met", language="de")
    markup = q.facts([q.Fact(_("Quelle"), "a < b", note)], language="de").markup
    assert "<dt>Quelle</dt>" in markup
    assert "a &lt; b" in markup
    assert note.markup in markup


def test_a_figure_stands_in_a_cell_as_picture_alone() -> None:
    class Spark:
        def inline(self) -> str:
            return "<svg></svg>"

        def _repr_html_(self) -> str:
            return "<figure><svg></svg></figure>"

    table = q.data_table(["Ort", "Verlauf"], [("Nord", Spark())], caption="A", language="de")
    assert "<td><svg></svg></td>" in table.markup
    assert "<div><figure>" in q.grid(Spark(), language="de").markup


def test_prose_of_others_keeps_emphasis_and_loses_everything_else() -> None:
    text = "# Groß\n\n**fett** <img src=x onerror=a()> [a](javascript:b()) ![Bild](http://x/y.png)"
    markup = q.prose(text, language="en", written_in="de").markup
    assert '<div class="q-prose" lang="de">' in markup
    assert "<strong>Groß</strong>" in markup
    assert "<strong>fett</strong>" in markup
    for gone in ("<h1", "<img", "javascript:", "http:"):
        assert gone not in markup
