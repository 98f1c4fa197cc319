"""What can hardly be right: small deliveries by hand, what is doubted in them and what is not."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deliveries import a_city

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.observations import Ingested, ingest
from quartier.settings import Area, DeliveredFile
from quartier.tables import records

LEVELS = ["city", "district"]
AREAS = [
    Area("0", "Stadt", "", "city", None),
    *(Area(code, f"Bezirk {code}", "", "district", "0") for code in ("01", "02", "03")),
]
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(
        COUNT | {"dimensions": {"age": ["0-17", "18-64", "65+"], "sex": ["f", "m"]}}
    ),
    "lines": Variable.model_validate(
        COUNT | {"dimensions": {"line": ["l11", "l12", "l13", "l17"], "year": ["plan", "actual"]}}
    ),
    "money": Variable.model_validate(
        COUNT
        | {"unit": "euro", "counts_persons": "false"}
        | {"dimensions": {"line": ["l11", "l12"]}, "overlapping": ["line"]}
    ),
    "rate": Variable.model_validate(COUNT | {"unit": "percent", "counts_persons": "false"}),
}
SOURCE: dict[str, Any] = {
    "title": "Amt",
    "owner": "Amt",
    "format": "csv",
    "area": {"column": "Gebiet", "unknown": ["99"], "rest": ["98"]},
    "period": {"column": "Jahr"},
    "values": [{"column": "Zahl", "variable": "people"}],
    "symbols": {"*": "secret", "|": "break"},
}
CUT = {
    "groups": [
        {
            "column": "Alter",
            "dimension": "age",
            "values": {"alle": "total", "u18": "0-17", "bis64": "18-64", "ab65": "65+"},
        },
        {
            "column": "Geschlecht",
            "dimension": "sex",
            "values": {"alle": "total", "w": "f", "m": "m"},
        },
    ]
}
Deliver = Callable[..., Ingested]


@pytest.fixture
def deliver(tmp_path: Path) -> Deliver:
    """Take in tables of one source, each a delivery of the year after the one before."""

    def ingesting(*tables: str, end: str = "\n", **changed: object) -> Ingested:
        files = []
        for number, table in enumerate(tables):
            path = tmp_path / f"amt-{number}.csv"
            rows = [line.strip() for line in table.strip().splitlines()]
            path.write_text("\n".join(rows) + end, encoding="utf-8")
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            files.append(DeliveredFile("amt", path, f"{2030 + number}-01-31", digest))
        sources = {"amt": Description.model_validate(SOURCE | changed)}
        areas = Areas(AREAS, LEVELS)
        city = a_city(*files, sources=sources, areas=areas, variables=VARIABLES)
        return ingest(city, areas)

    return ingesting


def told(ingested: Ingested, *columns: str) -> list[tuple]:
    names = columns or ("kind", "area", "group", "period", "row", "found", "expected")
    in_order = sorted(records(ingested.doubts), key=lambda row: int(row["row"]))
    return [tuple(row[name] for name in names) for row in in_order]


def wide(*rows: str) -> str:
    return "\n".join(["Gebiet;Jahr;Zahl", *rows])


def by_group(*rows: str) -> str:
    """Rows of area, year, age, sex and number; an empty age or sex stands for all."""
    cells = [row.split(";") for row in rows]
    return "\n".join(
        ["Gebiet;Jahr;Alter;Geschlecht;Zahl"]
        + [";".join(cell or "alle" for cell in row) for row in cells]
    )


def series(*values: float, area: str = "01", first: int = 2010) -> list[str]:
    return [f"{area};{first + at};{value:g}".replace(".", ",") for at, value in enumerate(values)]


# --- a file that breaks off


def test_a_number_at_the_end_of_a_file_without_its_last_line_end_is_doubted(deliver):
    ingested = deliver("Gebiet;Jahr;Zahl\n01;2020;57\n02;2020;6", end="")
    assert told(ingested, "kind", "area", "row") == [("cut_off", "02", "3")]
    assert ingested.observations["value"].tolist() == [57, 6]


@pytest.mark.parametrize(
    ("table", "end", "changed"),
    [
        ("Gebiet;Jahr;Zahl\n01;2020;57", "\n", {}),
        ("Gebiet;Jahr;Zahl\n01;2020;57", "\r\n", {}),
        ("Gebiet;Jahr;Zahl\n01;2020;57", "", {"csv": {"open_end": True}}),
        # What breaks off is no figure.
        ("Gebiet;Zahl;Jahr\n01;57;2020", "", {}),
        ("Gebiet;Jahr;Zahl\n01;2020;57\nQuelle: Am", "", {"footnotes": ["Quelle:"]}),
    ],
)
def test_a_file_that_ends_as_it_should_is_not(deliver, table, end, changed):
    assert told(deliver(table, end=end, **changed)) == []


# --- a column that a pattern just misses


BY_YEAR: dict[str, Any] = {
    "values": [{"pattern": r"Gäste (?P<period>\d{4})", "variable": "people"}],
    "period": None,
}


@pytest.mark.parametrize("missed", ["Gaeste 2021", "gäste 2021", "Gäste  2021", "Gäste 2021 1)"])
def test_a_column_that_is_spelt_a_little_otherwise_is_named(deliver, missed):
    ingested = deliver(f"Gebiet;Gäste 2020;{missed}\n01;57;60", **BY_YEAR)
    assert told(ingested, "kind", "row", "column", "detail") == [("missed", "0", "", missed)]
    assert ingested.observations["period"].tolist() == ["2020"]


@pytest.mark.parametrize("other", ["Betten 2021", "Gäste gesamt", "Gäste 21"])
def test_other_columns_are_not(deliver, other):
    assert told(deliver(f"Gebiet;Gäste 2020;{other}\n01;57;60", **BY_YEAR)) == []


# --- a part greater than its whole


@pytest.mark.parametrize(
    ("whole", "part"),
    [(";", "u18;"), (";", ";w"), (";", "u18;w"), ("u18;", "u18;w"), (";w", "u18;w")],
)
def test_a_part_greater_than_its_whole_takes_both_out(deliver, whole, part):
    table = by_group(f"01;2020;{whole};50", f"01;2020;{part};51", "01;2020;ab65;;3")
    ingested = deliver(table, **CUT)
    reasons = [(row["row"], row["reason"], row["found"]) for row in records(ingested.quarantine)]
    assert reasons == [("2", "part_greater", "50"), ("3", "part_greater", "51")]
    assert ingested.observations["value"].tolist() == [3]
    account = records(ingested.accounts)[0]
    assert [account[f"rows_{kind}"] for kind in ("read", "kept", "quarantined", "no_data")] == [
        4,
        1,
        2,
        1,
    ]


def test_each_names_what_it_contradicts(deliver):
    ingested = deliver(by_group("01;2020;;;50", "01;2020;u18;;51"), **CUT)
    assert ingested.quarantine["hint"].tolist() == ["age=0-17 = 51", "total = 50"]


@pytest.mark.parametrize(
    "rows",
    [
        # As great as the whole, in another area or period, side by side, or kept secret.
        ("01;2020;;;50", "01;2020;u18;;50"),
        ("01;2020;;;50", "02;2020;u18;;51"),
        ("01;2020;;;50", "01;2021;u18;;51"),
        ("01;2020;u18;;50", "01;2020;;w;51"),
        ("01;2020;;;*", "01;2020;u18;;51"),
    ],
)
def test_what_is_no_part_of_it_may_be_greater(deliver, rows):
    assert deliver(by_group(*rows), **CUT).quarantine.empty


def test_rounding_lets_a_part_be_a_little_greater(deliver):
    # Rounded to 5, a figure is off by 2 at most: 48 can stand as 50, and 52 as well.
    rounded = CUT | {"accuracy": {"rounded_to": "5"}}
    assert deliver(by_group("01;2020;;;50", "01;2020;u18;;54"), **rounded).quarantine.empty
    assert len(deliver(by_group("01;2020;;;50", "01;2020;u18;;55"), **rounded).quarantine) == 2


def test_another_delivery_contradicts_nothing(deliver):
    first = by_group("01;2020;;;50", "01;2020;u18;;40")
    assert deliver(first, by_group("01;2021;u18;;60"), **CUT).quarantine.empty


def test_a_rate_of_a_part_may_be_greater(deliver):
    values = [{"column": "Zahl", "variable": "rate"}]
    rows = by_group("01;2020;;;50", "01;2020;u18;;51")
    assert deliver(rows, values=values, **CUT).quarantine.empty


# --- areas


def test_districts_that_do_not_add_up_to_the_city_are_doubted(deliver):
    ingested = deliver(wide("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;31"))
    assert told(ingested) == [("children", "0", "total", "2020", "2", 60, 61)]
    assert len(ingested.observations) == 4


@pytest.mark.parametrize(
    "rows",
    [
        ("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;30"),
        # One is missing, or secret: nobody knows the sum.
        ("0;2020;60", "01;2020;10", "02;2020;20"),
        ("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;*"),
        # People of unknown address and the rest of the city are part of it.
        ("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;25", "99;2020;4", "98;2020;1"),
    ],
)
def test_districts_that_add_up_or_cannot_be_added_are_not(deliver, rows):
    assert told(deliver(wide(*rows))) == []


def test_without_those_of_unknown_address_the_city_is_not_the_sum(deliver):
    rows = ("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;25", "99;2020;4")
    assert told(deliver(wide(*rows)), "kind", "found", "expected") == [("children", 60, 59)]


def test_rounded_districts_may_miss_the_city_by_what_rounding_explains(deliver):
    # Three districts and the city, each rounded to 5 and so off by 2: 8 in all.
    rounded = {"accuracy": {"rounded_to": "5"}}
    rows = ("01;2020;10", "02;2020;20", "03;2020;30")
    assert told(deliver(wide("0;2020;68", *rows), **rounded)) == []
    assert told(deliver(wide("0;2020;69", *rows), **rounded), "kind") == [("children",)]


def test_rates_of_areas_do_not_add_up_and_are_not_doubted(deliver):
    values = [{"column": "Zahl", "variable": "rate"}]
    rows = ("0;2020;60", "01;2020;10", "02;2020;20", "03;2020;31")
    assert told(deliver(wide(*rows), values=values)) == []


# --- groups


def test_some_of_the_districts_are_no_more_than_the_city(deliver):
    # 03 is not given: the other two have 50 more than the city already.
    rows = "00;2020;100 01;2020;70 02;2020;80".replace("00;", "0;", 1).split()
    ingested = deliver("\n".join(["Gebiet;Jahr;Zahl", *rows]))
    assert told(ingested, "kind", "area", "found", "expected") == [("children", "0", 100, 150)]
    fewer = deliver("\n".join(["Gebiet;Jahr;Zahl", "0;2020;100", *rows[1:2]]))
    assert told(fewer) == []


def test_neighbourhoods_are_held_against_the_city_where_no_districts_are_delivered(tmp_path):
    tree = [
        Area("0", "Stadt", "", "city", None),
        *(Area(code, code, "", "district", "0") for code in ("01", "02")),
        *(Area(f"01{n}", f"01{n}", "", "part", "01") for n in "12"),
    ]
    # 02 has no parts: it stands for itself. 10 + 20 + 30 are 60.
    table = "Gebiet;Jahr;Zahl\n0;2020;{}\n011;2020;10\n012;2020;20\n02;2020;30\n"
    found = []
    for number in (60, 65):
        path = tmp_path / f"{number}.csv"
        path.write_text(table.format(number), encoding="utf-8")
        file = DeliveredFile("amt", path, "2030-01-31", "0" * 64)
        areas = Areas(tree, ["city", "district", "part"])
        sources = {"amt": Description.model_validate(SOURCE)}
        city = a_city(file, sources=sources, areas=areas, variables=VARIABLES)
        found.append(told(ingest(city, areas), "kind", "area", "found", "expected"))
    assert found == [[], [("children", "0", 65, 60)]]


def test_groups_that_do_not_add_up_are_doubted_for_each_way_to_cut(deliver):
    rows = ("01;2020;;;100", "01;2020;;w;50", "01;2020;;m;50")
    ages = ("01;2020;u18;;20", "01;2020;bis64;;60", "01;2020;ab65;;19")
    ingested = deliver(by_group(*rows, *ages), **CUT)
    assert told(ingested, "kind", "group", "found", "expected", "detail") == [
        ("groups", "total", 100, 99, "age=0-17, age=18-64, age=65+")
    ]


def test_a_group_that_is_cut_further_is_held_against_its_parts(deliver):
    rows = ("01;2020;u18;;20", "01;2020;u18;w;9", "01;2020;u18;m;10")
    ingested = deliver(by_group(*rows), **CUT)
    assert told(ingested, "group", "found", "expected") == [("age=0-17", 20, 19)]


@pytest.mark.parametrize(
    "rows",
    [
        ("01;2020;;;100", "01;2020;;w;50", "01;2020;;m;50"),
        ("01;2020;;;100", "01;2020;;w;40"),
        ("01;2020;;;100", "01;2020;;w;40", "02;2020;;m;50"),
        ("01;2020;;;100", "01;2020;;w;40", "01;2020;;m;*"),
        ("01;2020;;;100", "01;2020;u18;;20", "01;2020;ab65;;20"),
    ],
)
def test_groups_that_add_up_or_leave_a_gap_are_not(deliver, rows):
    assert told(deliver(by_group(*rows), **CUT)) == []


# --- sums that a description names

LINES = {
    "groups": [
        {
            "column": "Zeile",
            "dimension": "line",
            "values": {n: f"l{n}" for n in ("11", "12", "13", "17")},
        },
        {"column": "Art", "dimension": "year", "values": {"Plan": "plan", "Ist": "actual"}},
    ],
    "values": [{"column": "Zahl", "variable": "lines"}],
    "sums": [{"whole": "line=l17", "parts": ["line=l11", "line=l12", "line=l13"]}],
    "accuracy": {"tolerance": "2"},
}


def budget(*rows: str) -> str:
    return "\n".join(["Gebiet;Jahr;Zeile;Art;Zahl", *rows])


def test_a_named_sum_is_checked_in_each_part_of_other_dimensions(deliver):
    parts = [f"0;2020;{line};{kind};10" for line in (11, 12, 13) for kind in ("Plan", "Ist")]
    good = deliver(budget(*parts, "0;2020;17;Plan;32", "0;2020;17;Ist;28"), **LINES)
    assert told(good) == []
    bad = deliver(budget(*parts, "0;2020;17;Plan;33", "0;2020;17;Ist;27"), **LINES)
    assert told(bad, "kind", "group", "found", "expected") == [
        ("sums", "line=l17;year=plan", 33, 30),
        ("sums", "line=l17;year=actual", 27, 30),
    ]


def test_a_named_sum_with_a_part_missing_is_not_checked(deliver):
    rows = ("0;2020;11;Plan;10", "0;2020;12;Plan;10", "0;2020;17;Plan;90")
    assert told(deliver(budget(*rows), **LINES)) == []


def test_of_money_a_part_may_be_greater_and_lines_that_overlap_are_not_added(deliver):
    lines = {
        "column": "Zeile",
        "dimension": "line",
        "values": {"alle": "total", "11": "l11", "12": "l12"},
    }
    values = [{"column": "Zahl", "variable": "money"}]
    table = "Gebiet;Jahr;Zeile;Zahl\n0;2020;alle;5\n0;2020;11;90\n0;2020;12;-80"
    ingested = deliver(table, values=values, groups=[lines])
    assert ingested.quarantine.empty
    assert told(ingested) == []


# --- jumps

STEADY = (1000, 1010, 1005, 1020, 1015, 1030, 1025)


def test_a_slip_is_doubted_once_and_what_follows_is_not(deliver):
    # The yearly changes are 10, -5, 15, -5, 15, -5, 9025, -9015, 5: their median is 5.
    ingested = deliver(wide(*series(*STEADY, 10050, 1035, 1040)))
    assert told(ingested) == [
        ("jump", "01", "total", "2017", "9", 10050, pytest.approx(1030, abs=1))
    ]


def test_a_new_level_is_doubted_once_where_it_begins(deliver):
    ingested = deliver(wide(*series(*STEADY, 2000, 2010, 2005, 2020)))
    assert told(ingested, "kind", "period") == [("jump", "2017")]


def test_a_level_that_changes_once_more_is_doubted_once_more(deliver):
    ingested = deliver(wide(*series(*STEADY, 2000, 2010, 4000, 4020)))
    assert told(ingested, "period") == [("2017",), ("2019",)]


@pytest.mark.parametrize(
    "values",
    [
        # Fewer than five other changes, and not three times as much; less than 20 percent; as
        # chance would have it; a trend;
        # a series that jumps every year.
        (1000, 1010, 1005, 1020, 1015, 2900),
        (*STEADY, 1200),
        (3, 5, 2, 6, 4, 3, 12),
        (100, 150, 200, 250, 300, 350, 400, 450),
        (100, 300, 90, 310, 110, 280, 900),
    ],
)
def test_what_a_series_makes_likely_is_not_doubted(deliver, values):
    assert told(deliver(wide(*series(*values)))) == []


@pytest.mark.parametrize(
    ("values", "odd"),
    [
        ((333, 342, 351, 360, 36), ["36"]),
        ((292, 300, 919), ["919"]),
        # What comes after a slip is as before.
        ((300, 311, 31, 305), ["31"]),
        ((300, 900, 880, 910), ["900"]),
        ((300, 820, 40), ["40"]),
        ((300, 140, 290), []),
        ((2, 9, 1, 8), []),  # by chance
    ],
)
def test_in_a_short_series_only_what_is_three_times_as_much_or_as_little(deliver, values, odd):
    ingested = deliver("\n".join(["Gebiet;Jahr;Zahl", *series(*values)]))
    assert [f"{found:g}" for _kind, found in told(ingested, "kind", "found")] == odd
    assert set(ingested.doubts["kind"]) <= {"jump"}


def test_a_figure_of_another_area_tells_nothing(deliver):
    rows = [*series(*STEADY[:4]), *series(9000, 9010, 9020, area="02", first=2014)]
    assert told(deliver(wide(*rows))) == []


def test_parts_of_the_year_are_compared_with_the_same_part_of_other_years(deliver):
    # Every first tertial has many more than the others: that is the course of a year.
    rows = [
        f"01;{2010 + year}-T{part};{1000 if part == 1 else 100}"
        for year in range(9)
        for part in (1, 2, 3)
    ]
    assert told(deliver(wide(*rows))) == []
    wrong = [row.replace("2018-T2;100", "2018-T2;1000") for row in rows]
    assert told(deliver(wide(*wrong)), "period", "found", "expected") == [("2018-T2", 1000, 100)]


def test_a_gap_of_years_lets_expect_as_many_changes(deliver):
    rows = series(1000, 1100, 1200, 1300, 1400, 1500, 1600)
    late = "01;2022;2200"
    assert told(deliver(wide(*rows, late))) == []


def test_rates_are_doubted_by_their_own_changes_only(deliver):
    values = [{"column": "Zahl", "variable": "rate"}]
    rates = (10.0, 10.4, 10.1, 10.6, 10.2, 10.5, 10.3)
    ingested = deliver(wide(*series(*rates, 53.4)), values=values)
    assert told(ingested, "kind", "period") == [("jump", "2017")]
    # Without any change so far nobody knows what is usual.
    never = deliver(wide(*series(*[0.0] * 8, 4.0)), values=values)
    assert told(never) == []


# --- deliveries


def test_a_delivery_with_fewer_areas_than_the_last_is_doubted(deliver):
    first = wide("01;2020;10", "02;2020;20", "03;2020;30")
    ingested = deliver(first, wide("01;2021;10", "03;2021;30"))
    assert told(ingested) == [("fewer_areas", "", "", "2021", "0", 2, 3)]
    assert ingested.doubts["detail"].tolist() == ["Bezirk 02"]


def test_in_a_single_delivery_the_last_period_is_held_against_the_one_before(deliver):
    rows = ("01;2020;10", "02;2020;20", "01;2021;10", "02;2021;20")
    assert told(deliver(wide(*rows))) == []
    assert told(deliver(wide(*rows[:3])), "kind", "period") == [("fewer_areas", "2021")]


@pytest.mark.parametrize(
    "second",
    [
        ("01;2021;10", "02;2021;20", "03;2021;30"),
        # A secret figure is one; a month is not compared with a year.
        ("01;2021;10", "02;2021;*", "03;2021;30"),
        ("01;2021-T1;10",),
    ],
)
def test_as_many_areas_as_before_are_no_doubt(deliver, second):
    first = wide("01;2020;10", "02;2020;20")
    assert told(deliver(first, wide(*second))) == []


@pytest.mark.parametrize("header", ["Zahl in Tsd.", "Zahl (in 1.000)", "Zahl in TEUR", "Zahl in %"])
def test_a_header_that_names_a_unit_is_doubted(deliver, header):
    values = [{"column": header, "variable": "people"}]
    table = f"Gebiet;Jahr;{header}\n01;2020;10"
    ingested = deliver(table, values=values)
    assert told(ingested, "kind", "detail", "row") == [("unit", header, "0")]
    assert told(deliver(table, values=[values[0] | {"times": "1000"}])) == []


@pytest.mark.parametrize("header", ["Zahl", "Einwohner 1000 Schritte", "in Arbeit", "Tsdorf"])
def test_other_headers_are_not(deliver, header):
    values = [{"column": header, "variable": "people"}]
    assert told(deliver(f"Gebiet;Jahr;{header}\n01;2020;10", values=values)) == []


def test_percent_above_a_rate_is_as_it_should_be(deliver):
    values = [{"column": "Quote in %", "variable": "rate"}]
    assert told(deliver("Gebiet;Jahr;Quote in %\n01;2020;10", values=values)) == []


def test_a_break_that_the_source_marks_is_told_once_a_period_and_kept(deliver):
    values = [{"column": "Zahl", "variable": "people", "quality": "Zeichen"}]
    rows = ("01;2020;10;", "01;2021;12;|", "02;2021;15;|")
    ingested = deliver("\n".join(["Gebiet;Jahr;Zahl;Zeichen", *rows]), values=values)
    assert told(ingested, "kind", "period", "area") == [("break", "2021", "")]
    kept = ingested.observations
    assert kept["value"].tolist() == [10, 12, 15]
    assert kept["status"].tolist() == ["reported", "break", "break"]


# --- columns shifted by one

SIX = [Area(f"{number:02}", f"Gebiet {number}", "", "district", None) for number in range(1, 7)]
COLUMNS = {"values": [{"column": each, "variable": each} for each in "abcd"]}


@pytest.fixture
def columns(tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """The doubts about two deliveries, given as a column each for six areas."""

    def ingesting(*tables: list[list[float]]) -> pd.DataFrame:
        files = []
        for number, table in enumerate(tables):
            path = tmp_path / f"amt-{number}.csv"
            rows = [
                ";".join([area.code, f"{2020 + number}", *(f"{value:.0f}" for value in cells)])
                for area, cells in zip(SIX, zip(*table, strict=True), strict=True)
            ]
            path.write_text("\n".join(["Gebiet;Jahr;a;b;c;d", *rows]) + "\n", encoding="utf-8")
            files.append(DeliveredFile("amt", path, f"{2030 + number}-01-31", "0" * 64))
        areas = Areas(SIX, ["district"])
        variables = {each: Variable.model_validate(COUNT) for each in "abcd"}
        sources = {"amt": Description.model_validate(SOURCE | COLUMNS)}
        city = a_city(*files, sources=sources, areas=areas, variables=variables)
        doubts = ingest(city, areas).doubts
        # Single figures jump as well.
        return doubts[doubts["kind"] != "jump"]

    return ingesting


BEFORE = [[scale * each for each in (90, 100, 120, 80, 110, 70)] for scale in (1, 10, 100, 3)]


def grown(table: Sequence[Sequence[float]]) -> list[list[float]]:
    return [[value * 1.05 for value in column] for column in table]


def test_columns_that_hold_what_their_neighbours_held_are_doubted(columns):
    # The second column was left out, and another one stands at the end.
    shifted = columns(BEFORE, grown([BEFORE[0], BEFORE[2], BEFORE[3], BEFORE[0]]))
    assert set(shifted["row"]) == {"0"}
    assert shifted[["kind", "detail"]].to_numpy().tolist() == [["shifted", "b, c"], ["unlike", "d"]]
    # A new column in front of the others.
    shifted = columns(BEFORE, grown([BEFORE[3], *BEFORE[:3]]))
    assert shifted[["kind", "detail"]].to_numpy().tolist() == [
        ["shifted", "b, c, d"],
        ["unlike", "a"],
    ]


def test_columns_that_grow_or_lie_close_together_are_not(columns):
    assert columns(BEFORE, grown(BEFORE)).empty
    assert columns(BEFORE, grown(grown(BEFORE))).empty


def test_a_column_that_holds_something_else_is_doubted(columns):
    (doubt,) = records(columns(BEFORE, grown([BEFORE[0], BEFORE[2], *BEFORE[2:]])))
    assert (doubt["kind"], doubt["detail"]) == ("unlike", "b")
    # Counts this small may well double.
    small = [[1, 2, 3, 2, 1, 2], *BEFORE[1:]]
    assert columns(small, [[3, 5, 7, 6, 4, 7], *BEFORE[1:]]).empty
