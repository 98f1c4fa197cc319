"""What a profile and an overview say of indices and comparisons, and why something is not said."""

from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from quartier.city import load_city
from quartier.methods import read_methods
from quartier.store import Store
from quartier.tables import NEIGHBOURS, PUBLISHED, from_rows
from quartier.workbook import (
    Book,
    Overview,
    Profile,
    alike,
    situation,
    standing,
    targets,
    unmatched,
    ways,
)
from quartier.workbook.figures import Figures
from quartier.workbook.sheet import Sheet

MISSING = float("nan")
RATES = ("sgb2_rate", "sgb2_rate_under_18", "under_18_share")
CODES = [f"{number:02}" for number in range(1, 13)]
SETTINGS = {
    "name": "Kleinstadt",
    "levels": [
        {"id": "city", "name": "Stadt", "plural": "Städte"},
        {"id": "district", "name": "Bezirk", "plural": "Bezirke"},
    ],
    "geographies": [{"id": "2019", "valid_from": "2019-01-01"}],
    "indicators": ["population", "sgb2_rate", "sgb2_rate_under_18", "under_18_share"],
    "similar": {"indicators": ["under_18_share"], "count": 2},
    "indices": [
        {
            "id": "lage",
            "title": "Lage",
            "level": "district",
            "status": ["sgb2_rate", "sgb2_rate_under_18"],
            "change_over": 2,
        }
    ],
}
DELIVERED = """\
title: Mittleres Einkommen als Index
short: Einkommensindex
definition: So geliefert.
reading: So zu lesen.
unit: percent
kind: delivered
interval: none
numerator: {variable: income_index}
polarity: high
domain: income
owner: Sozialplanung
usual_source: Finanzamt
"""
VARIABLE = (
    "income_index: {title: Index, unit: percent, kind: stock, counts_persons: false, "
    "place: residence, crosswalk: none}\n"
)


def city(folder: Path, codes: list[str], **changes: object) -> Path:
    """A city with some districts; those from 03 on have no name for what is inside them."""
    areas = ["code,name,name_in,level,parent,valid_from,valid_to,aliases"]
    areas += ["00,Kleinstadt,,city,,,,", "01,Nord,im Norden,district,00,,,"]
    areas += [f"{code},Gebiet {code},,district,00,,," for code in codes[1:]]
    settings = {name: told for name, told in {**SETTINGS, **changes}.items() if told}
    files = {
        "city.yml": yaml.safe_dump(settings, allow_unicode=True),
        "areas.csv": "\n".join(areas) + "\n",
        "variables.yml": VARIABLE,
        "indicators/income_index.yml": DELIVERED,
        "sources/deliveries.csv": "source,file,received,sha256\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rate(indicator: str, area: str, period: str, counted: float) -> dict:
    """So many of a thousand, with an interval of two points to each side."""
    value = counted / 10
    return {
        "indicator": indicator,
        "area": area,
        "period": period,
        "value": value,
        "lower": value - 2,
        "upper": value + 2,
        "numerator": counted,
        "denominator": 1000.0,
        "status": "reported",
    }


def rates(periods: list[str], codes: list[str] = CODES) -> list[dict]:
    """All rates of all districts: the number of an area makes its burden."""
    return [
        rate(name, code, period, 100 + 20 * at * (1 + 0.05 * (at % 3) * step))
        for name in RATES
        for at, code in enumerate(codes)
        for step, period in enumerate(periods)
    ]


def book_of(folder: Path, *rows: dict, language: str = "de") -> Book:
    book = Book(load_city(folder), language, Store(folder.parent / "store"))
    book.store.replace("neighbours", from_rows([], NEIGHBOURS))
    book.store.replace("published", from_rows(rows, PUBLISHED), by="indicator")
    book.analyse()
    return book


def text_of(html: object) -> str:
    return " ".join(BeautifulSoup(str(html), "html.parser").get_text(" ").split())


def links_of(html: object) -> list[str]:
    found = BeautifulSoup(str(html), "html.parser").find_all("a")
    return [str(link["href"]).removeprefix("page:methods#") for link in found]


def without(rows: list[dict], name: str, area: str) -> list[dict]:
    return [row for row in rows if (row["indicator"], row["area"]) != (name, area)]


# --- where something is


def test_an_area_whose_preposition_nobody_knows_is_called_an_area(tmp_path):
    book = book_of(city(tmp_path / "k", CODES), *rates(["2023"]))
    assert [str(book.inside(code)) for code in ("00", "01", "02")] == [
        "in Kleinstadt",
        "im Norden",
        "im Gebiet Gebiet 02",
    ]


# --- indices


@pytest.mark.parametrize(
    ("periods", "status", "dynamic"),
    [
        (["2021", "2023"], "Der Status 2023 fasst", "wie sich das von 2021 bis 2023 im Vergleich"),
        (
            ["2021/22", "2023/24"],
            "Der Status im Schuljahr 2023/24 fasst",
            "wie sich das vom Schuljahr 2021/22 bis zum Schuljahr 2023/24 im Vergleich",
        ),
        (
            ["2022-T3", "2023-T2"],
            "Der Status im 2. Tertial 2023 fasst",
            "wie sich das vom 3. Tertial 2022 bis zum 2. Tertial 2023 im Vergleich",
        ),
        (
            ["2021-12-31", "2023-12-31"],
            "Der Status am 31.12.2023 fasst",
            "wie sich das vom 31.12.2021 bis zum 31.12.2023 im Vergleich",
        ),
    ],
)
def test_the_dynamic_names_the_periods_that_it_compares(tmp_path, periods, status, dynamic):
    book = book_of(city(tmp_path / "k", CODES), *rates(periods))
    for said in (*situation.sections(book), *situation.of_area(book, "01")):
        assert status in text_of(said)
        assert dynamic in text_of(said)


def test_without_earlier_values_there_is_no_dynamic_and_the_page_says_why(tmp_path):
    book = book_of(city(tmp_path / "k", CODES), *rates(["2023"]))
    for said in (*situation.sections(book), *situation.of_area(book, "01")):
        assert (
            "Eine Dynamik lässt sich nicht berechnen, weil es 2021 keine vergleichbaren Werte gibt."
        ) in text_of(said)


def test_the_overview_counts_the_areas_without_a_class_and_says_why(tmp_path):
    index = SETTINGS["indices"][0] | {"excluded": ["12"]}
    rows = without(rates(["2021", "2023"]), "sgb2_rate", "02")
    rows = without(rows, "sgb2_rate", "03")
    book = book_of(city(tmp_path / "k", CODES, indices=[index]), *rows)
    (section,) = situation.sections(book)
    said = text_of(section)
    assert "Gebiete ohne Einordnung: 1 (von der Auswertung ausgenommen)." in said
    assert "Gebiete ohne Einordnung: 2 (nicht alle Kennzahlen haben einen Wert)." in said
    (profile,) = situation.of_area(book, "02")
    assert text_of(profile).count("nicht alle Kennzahlen haben einen Wert") == 2
    (profile,) = situation.of_area(book, "12")
    assert text_of(profile).count("von der Auswertung ausgenommen") == 2


def test_an_area_that_has_a_status_but_no_dynamic_is_in_the_table(tmp_path):
    rows = [
        row
        for row in rates(["2021", "2023"])
        if (row["indicator"], row["area"], row["period"]) != ("sgb2_rate", "06", "2021")
    ]
    (section,) = situation.sections(book_of(city(tmp_path / "k", CODES), *rows))
    table = BeautifulSoup(str(section), "html.parser").table
    assert table is not None
    assert [cell.get_text(strip=True) for cell in table.find_all("th", scope="col")] == [
        "Status",
        "Dynamik positiv",
        "Dynamik stabil",
        "Dynamik negativ",
        "ohne Dynamik",
    ]
    last = [
        row.find_all(["td", "th"])[-1].get_text(" ", strip=True) for row in table.select("tbody tr")
    ]
    assert [cell for cell in last if cell != "keines"] == ["Gebiet 06"]


def test_an_index_that_cannot_be_computed_says_so_on_both_pages(tmp_path):
    book = book_of(
        city(tmp_path / "k", CODES), *(row for row in rates(["2023"]) if row["area"] == "01")
    )
    (section,) = situation.sections(book)
    assert "Gebiete ohne Einordnung: 11 (nicht alle Kennzahlen haben einen Wert)." in text_of(
        section
    )
    assert BeautifulSoup(str(section), "html.parser").table is None
    book = book_of(city(tmp_path / "n", CODES), rate("sgb2_rate", "01", "2023", 100))
    for said in (*situation.sections(book), *situation.of_area(book, "01")):
        assert "In keinem Zeitraum liegen alle Kennzahlen vor: SGB-II-Quote" in text_of(said)
        assert BeautifulSoup(str(said), "html.parser").dl is None


def test_how_many_other_areas_would_leave_a_class_is_a_number(tmp_path):
    book = book_of(city(tmp_path / "k", CODES), *rates(["2021", "2023"]))
    table = book.analysed("indices")
    status = table[(table["part"] == "status") & (table["period"] == "2023")]
    loose = status[(status["areas_kept"] < 1) & (status["class"] != "")]
    assert len(loose)
    for code, kept in zip(loose["area"], loose["areas_kept"], strict=True):
        (said,) = situation.of_area(book, code)
        assert f"nur bei {round(kept * 11)} von 11 gleich" in text_of(said)


def test_an_area_of_another_level_has_no_index(tmp_path):
    book = book_of(city(tmp_path / "k", CODES), *rates(["2021", "2023"]))
    assert list(situation.of_area(book, "00")) == []


# --- what is not compared


def compared(book: Book, name: str, area: str) -> str:
    figures = Figures(book, name, book.city.indicators[name])
    similar = unmatched.has_similar(book, area)
    return text_of(standing.comparisons(figures, area, similar=similar))


def test_what_is_not_compared_with_similar_areas_says_why(tmp_path):
    told = rate("income_index", "01", "2023", 900) | dict.fromkeys(
        ("lower", "upper", "numerator", "denominator"), MISSING
    )
    book = book_of(city(tmp_path / "k", CODES), *rates(["2021", "2023"]), told)
    assert "ähnlichen Gebieten" not in compared(book, "sgb2_rate", "01")
    assert (
        "Mit ähnlichen Gebieten wird hier nicht verglichen: Nach dieser Kennzahl sind sie "
        "ausgewählt."
    ) in compared(book, "under_18_share", "01")
    assert ("Mit ähnlichen Gebieten wird hier nicht verglichen: Die Anzahlen fehlen.") in compared(
        book, "income_index", "01"
    )
    lone = [row for row in rates(["2023"]) if row["indicator"] == "under_18_share"]
    book = book_of(city(tmp_path / "l", CODES), *lone, rate("sgb2_rate", "01", "2023", 100))
    assert (
        "Mit ähnlichen Gebieten wird hier nicht verglichen: Sie zeigen keinen Wert."
    ) in compared(book, "sgb2_rate", "01")


def test_where_there_are_no_similar_areas_the_profile_says_why_once(tmp_path):
    few = book_of(city(tmp_path / "f", CODES[:9]), *rates(["2023"], CODES[:9]))
    assert (
        "Ähnliche Gebiete gibt es hier nicht: Diese Ebene hat weniger als 10 Gebiete."
    ) in text_of(alike.section(few, "01"))
    assert "ähnlichen Gebieten" not in compared(few, "sgb2_rate", "01")
    rows = without(rates(["2023"]), "under_18_share", "01")
    lacking = book_of(city(tmp_path / "l", CODES), *rows)
    assert (
        "Ähnliche Gebiete gibt es hier nicht: Es fehlen Werte, nach denen sie gesucht werden."
    ) in text_of(alike.section(lacking, "01"))
    assert "Diese Gebiete derselben Ebene" in text_of(alike.section(lacking, "02"))
    # There is only one city, and nobody would look for others.
    assert str(alike.section(lacking, "00")) == ""


def test_where_the_city_names_no_structure_similar_areas_are_not_mentioned(tmp_path):
    book = book_of(city(tmp_path / "k", CODES, similar=None), *rates(["2023"]))
    assert str(alike.section(book, "01")) == ""
    assert "ähnlich" not in compared(book, "sgb2_rate", "01")


def with_break(folder: Path, period: str) -> Path:
    told = DELIVERED + f"breaks: [{{period: '{period}', reason: 'gesetz: neu gezählt.'}}]\n"
    (folder / "indicators" / "income_index.yml").write_text(told, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("cut", "periods", "sentence"),
    [
        (
            "2022",
            ["2021", "2023"],
            ("Mit früheren Werten wird nicht verglichen: Sie liegen vor dem Bruch der Reihe 2022."),
        ),
        (
            "2023/24",
            ["2021/22", "2023/24"],
            (
                "Mit früheren Werten wird nicht verglichen: Sie liegen vor dem Bruch der Reihe im "
                "Schuljahr 2023/24."
            ),
        ),
        ("2020", ["2023"], "Frühere Werte zum Vergleich gibt es nicht."),
    ],
)
def test_what_is_not_compared_with_its_past_says_why(tmp_path, cut, periods, sentence):
    rows = [rate("income_index", "01", period, 900) for period in periods]
    book = book_of(with_break(city(tmp_path / "k", CODES), cut), *rows)
    assert sentence in compared(book, "income_index", "01")
    assert "ähnlichen" not in compared(book, "income_index", "01")


def test_where_there_is_no_figure_no_comparison_is_missed(tmp_path):
    rows = [row | {"value": MISSING, "status": "secret"} for row in rates(["2023"])]
    book = book_of(city(tmp_path / "k", CODES), *rows)
    assert compared(book, "sgb2_rate", "01") == ""


@pytest.mark.parametrize(
    ("period", "reference"),
    [("2021", "eigener Wert 2021"), ("2021/22", "eigener Wert im Schuljahr 2021/22")],
)
def test_the_past_is_named_as_readers_say_it(tmp_path, period, reference):
    later = {"2021": "2023", "2021/22": "2023/24"}[period]
    book = book_of(city(tmp_path / "k", CODES), *rates([period, later]))
    assert reference in compared(book, "sgb2_rate", "01")


def test_a_break_is_said_with_its_reason_and_one_colon(tmp_path):
    folder = with_break(city(tmp_path / "k", CODES), "2022/23")
    book = book_of(folder, rate("income_index", "01", "2021/22", 900))
    assert (
        "Die Reihe beginnt im Schuljahr 2022/23 neu; frühere Werte sind nicht vergleichbar. "
        "Gesetz: neu gezählt. Über diesen Bruch hinweg wird nichts berechnet."
    ) in text_of(Sheet(book, "income_index").definition())


# --- the way to the methods


def test_each_way_leads_to_a_method_of_the_page():
    assert set(ways.SHORT) <= {method.id for method in read_methods()}


@pytest.mark.parametrize(
    ("name", "methods"),
    [
        ("population", set()),
        (
            "sgb2_rate",
            {"interval", "comparison", "difference", "trend", "smooth-line", "smoothing"}
            | {"ranking", "fifths"},
        ),
        # Neither high nor low is favourable, so there are no fifths.
        (
            "under_18_share",
            {"interval", "comparison", "difference", "trend", "smooth-line", "smoothing"}
            | {"ranking"},
        ),
    ],
)
def test_from_each_verdict_of_a_profile_its_method_is_a_click_away(tmp_path, name, methods):
    whole = [rate(each, "00", "2023", 150) for each in RATES]
    people = [rate("population", code, "2023", 1000) for code in CODES]
    book = book_of(city(tmp_path / "k", CODES), *rates(["2021", "2023"]), *whole, *people)
    sections = "".join(str(section) for section in Profile(book, "01").sections())
    own = BeautifulSoup(sections, "html.parser").find(id=name.replace("_", "-"))
    assert own is not None
    own = own.find_parent("section")
    found = {link for link in links_of(own) if not link.startswith("page:")}
    assert found == methods


def test_from_each_verdict_of_overview_and_sheet_its_method_is_a_click_away(tmp_path):
    whole = [rate(each, "00", "2023", 150) for each in RATES]
    book = book_of(city(tmp_path / "k", CODES), *rates(["2021", "2023"]), *whole)
    overview = Overview(book)
    assert {"trend", "inequality"} <= set(links_of(overview.changes()))
    assert "index" in links_of("".join(map(str, overview.situation())))
    assert {"interval", "trend"} <= set(links_of("".join(map(str, overview.sections()))))
    sheet = Sheet(book, "sgb2_rate")
    assert "trend" in links_of(sheet.facts())
    areas = set(links_of("".join(map(str, sheet.areas()))))
    assert {"interval", "trend", "smoothing", "ranking"} <= areas
    assert {"trend", "smooth-line"} <= set(links_of(sheet.course()))


def test_the_verdicts_on_goals_lead_to_how_they_are_made(tmp_path):
    folder = city(tmp_path / "k", CODES)
    (folder / "goals.yml").write_text(
        "levels: [{id: product, name: Produktziel}]\n"
        "goals:\n"
        "  - {id: fewer, level: product, title: Weniger., targets: [{id: rate, "
        'indicator: sgb2_rate, area: "01", kind: relative_per_year, change: -10 %, '
        'baseline: "2021", due: "2026"}]}\n',
        encoding="utf-8",
    )
    book = book_of(folder, *rates(["2021", "2023"]))
    book.assess()
    assert links_of(targets.counts(book)) == ["goals"]
    assert "goals" in links_of(targets.of_area(book, "01"))
