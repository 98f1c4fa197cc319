"""Delivered text files, each written by hand; beside it what must become of it."""

import pytest
from deliveries import Checked, check_file, faults, kept, rows

from quartier.areas import Areas
from quartier.catalogue import Variable
from quartier.descriptions import Description
from quartier.settings import Area, DeliveredFile

AREAS = Areas(
    [
        Area("00", "Musterstadt", "in Musterstadt", "city", None, ("Stadt insgesamt",)),
        Area("01", "Nord", "im Norden", "district", "00"),
        Area("02", "Süd", "im Süden", "district", "00"),
        Area("0101", "Altstadt", "in der Altstadt", "quarter", "01"),
        Area("0201", "Mühlenau", "in der Mühlenau", "quarter", "02", ("Muehlenau",)),
        Area("0202", "Nord", "in Nord", "quarter", "02"),
    ],
    ["city", "district", "quarter"],
)
COUNT = {"title": "x", "unit": "persons", "kind": "stock", "counts_persons": "true"}
VARIABLES = {
    "people": Variable.model_validate(
        COUNT
        | {
            "reference_date": "31.12.",
            "dimensions": {"age": ["0-17", "18-64", "65+"], "sex": ["f", "m"]},
        }
    ),
    "cases": Variable.model_validate(COUNT),
    "share": Variable.model_validate(
        {"title": "x", "unit": "percent", "kind": "average", "counts_persons": "true"}
    ),
    "budget": Variable.model_validate(
        {
            "title": "x",
            "unit": "euro",
            "kind": "flow",
            "counts_persons": "false",
            "planned": "true",
            "dimensions": {"line": ["01", "16", "17"]},
        }
    ),
}


BUDGET = {"values": [{"column": "Zahl", "variable": "budget"}]}


def description(**changes: object) -> Description:
    plain = {
        "title": "Amt",
        "owner": "Amt",
        "format": "csv",
        "area": {"column": "Gebiet", "by": "code"},
        "period": {"fixed": "2024"},
        "values": [{"column": "Zahl", "variable": "cases"}],
    }
    return Description.model_validate(plain | changes)


@pytest.fixture
def read(tmp_path):
    """Write a file and have it read; ``text`` is one row a line."""

    def reading(
        text: str | bytes, name: str = "amt-2024.csv", encoding: str = "utf-8", **changes: object
    ) -> Checked:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        file = DeliveredFile("amt", path, "2025-02-28", "0" * 64)
        return check_file(file, description(**changes), AREAS, VARIABLES)

    return reading


def test_an_observation_says_where_it_comes_from(read):
    checked = read("Gebiet;Zahl\n0101;12\n")
    assert checked.observations.to_dict("records") == [
        {
            "variable": "cases",
            "group": "total",
            "area": "0101",
            "period": "2024",
            "value": 12.0,
            "status": "reported",
            "row": 2,
            "geography": "2015",
            "delivery": "amt@2025-02-28",
            "source": "amt",
            "file": "amt-2024.csv",
        }
    ]
    assert rows(checked) == (2, 1, 0, 1)
    assert checked.quarantine == []


def test_windows_encoding_with_decimal_comma_and_thousands(read):
    checked = read(
        "Gebiet;Anteil;Zahl\nMühlenau;12,5;1.234\n",
        encoding="cp1252",
        csv={"encoding": "cp1252", "separator": ";", "decimal": ",", "thousands": "."},
        area={"column": "Gebiet", "by": "name"},
        values=[
            {"column": "Anteil", "variable": "share"},
            {"column": "Zahl", "variable": "cases"},
        ],
    )
    assert kept(checked, "variable", "area", "value") == [
        ("cases", "0201", 1234.0),
        ("share", "0201", 12.5),
    ]


def test_english_numbers_where_the_description_says_so(read):
    checked = read(
        'Gebiet,Zahl\n0101,"1,234"\n0201,1234.0\n0202,1.5\n',
        csv={"separator": ",", "decimal": ".", "thousands": ","},
    )
    assert kept(checked, "area", "value") == [("0101", 1234.0), ("0201", 1234.0)]
    assert faults(checked, "row", "reason") == [(4, "not_whole")]


def test_a_point_is_no_decimal_mark_where_it_groups_thousands(read):
    checked = read(
        "Gebiet;Zahl\n0101;1.23\n0201;12.345.678\n",
        csv={"decimal": ",", "thousands": "."},
    )
    assert kept(checked, "area", "value") == [("0201", 12345678.0)]
    assert faults(checked, "row", "found", "reason") == [(2, "1.23", "number")]


def test_symbols_mean_what_the_description_says(read):
    checked = read(
        "Gebiet;Zahl\n00;-\n01;*\n02;.\n0101;\n0201;0\n",
        symbols={"-": "zero", "*": "secret", ".": "unknown", "": "missing"},
    )
    status = {row["area"]: row["status"] for row in checked.observations.to_dict("records")}
    assert status == {
        "00": "reported",
        "01": "secret",
        "02": "unknown",
        "0101": "missing",
        "0201": "reported",
    }
    value = checked.observations.set_index("area")["value"]
    assert (value["00"], value["0201"]) == (0.0, 0.0)
    assert value[["01", "02", "0101"]].isna().all()


def test_a_symbol_that_was_not_agreed_is_no_zero(read):
    checked = read("Gebiet;Zahl\n01;-\n02;\n0101;k. A.\n")
    assert kept(checked, "area") == []
    assert faults(checked, "row", "column", "found", "reason", "role") == [
        (2, "Zahl", "-", "number", "value"),
        (3, "Zahl", "", "empty", "value"),
        (4, "Zahl", "k. A.", "number", "value"),
    ]


def test_footnotes_and_empty_rows_are_no_data(read):
    checked = read(
        "Gebiet;Zahl\n0101;12\n;\n\nQuelle: Amt;\n;© Amt 2025\n",
        footnotes=["Quelle:", "©"],
    )
    assert rows(checked) == (6, 1, 0, 5)
    assert checked.quarantine == []


def test_a_footnote_that_is_not_described_is_quarantined(read):
    checked = read("Gebiet;Zahl\n0101;12\nQuelle: Amt;\n", footnotes=["©"])
    assert rows(checked) == (3, 1, 1, 1)
    assert ("Quelle: Amt", "area") in faults(checked, "found", "reason")


def test_columns_cut_into_groups(read):
    values = {"unter 18": "0-17", "65 und älter": "65+", "zusammen": "total"}
    checked = read(
        "Gebiet;Alter;Sex;Zahl\n0101;unter  18;w;1\n0101;65 und älter;m;2\n0101;zusammen;w;3\n"
        "0101;zusammen;alle;6\n0101;18 bis 64;w;9\n",
        values=[{"column": "Zahl", "variable": "people"}],
        groups=[
            {"column": "Alter", "dimension": "age", "values": values},
            {"column": "Sex", "dimension": "sex", "values": {"w": "f", "m": "m", "alle": "total"}},
        ],
    )
    assert kept(checked, "group", "value") == [
        ("age=0-17;sex=f", 1.0),
        ("age=65+;sex=m", 2.0),
        ("sex=f", 3.0),
        ("total", 6.0),
    ]
    assert faults(checked, "row", "column", "found", "reason", "role") == [
        (6, "Alter", "18 bis 64", "group", "group")
    ]


def test_what_has_no_known_area_or_group_is_kept_for_the_sums_that_lack_it(read):
    checked = read(
        "Gebiet;Sex;Zahl\n0101;w;1\n0101;divers;2\n0299;w;3\n0299;divers;vier\n0101;w;fünf\n"
        "Bemerkung: vorläufig;;\n",
        values=[{"column": "Zahl", "variable": "people"}],
        groups=[{"column": "Sex", "dimension": "sex", "values": {"w": "f", "m": "m"}}],
    )
    assert kept(checked, "area", "group", "value") == [("0101", "sex=f", 1.0)]
    lost = checked.unplaced[["variable", "period", "delivery", "area", "group", "value"]]
    place = ("people", "2024", "amt@2025-02-28")
    assert [tuple(row) for row in lost.fillna(-1).to_numpy()] == [
        (*place, "", "sex=?", -1),
        (*place, "0101", "sex=?", 2.0),
        (*place, "", "sex=f", 3.0),
    ]


def test_columns_of_values_can_be_groups_themselves(read):
    checked = read(
        "Gebiet;Sex;jung;alt\n0101;w;1;2\n",
        values=[
            {"column": "jung", "variable": "people", "group": "age=0-17"},
            {"column": "alt", "variable": "people", "group": "age=65+"},
        ],
        groups=[{"column": "Sex", "dimension": "sex", "values": {"w": "f"}}],
    )
    assert kept(checked, "group", "value") == [("age=0-17;sex=f", 1.0), ("age=65+;sex=f", 2.0)]


def test_the_period_stands_in_a_column(read):
    checked = read(
        "Gebiet;Stichtag;Zahl\n0101;31.12.2023;1\n0101;2024-12-31;2\n0101;30.06.2024;3\n"
        "0101;Ende 2024;4\n",
        period={"column": "Stichtag"},
        values=[{"column": "Zahl", "variable": "people"}],
    )
    assert kept(checked, "period", "value") == [("2023", 1.0), ("2024", 2.0)]
    assert faults(checked, "row", "column", "reason", "hint") == [
        (4, "Stichtag", "reference_date", "31.12."),
        (5, "Stichtag", "period", ""),
    ]


def test_what_begins_after_the_delivery_cannot_have_been_counted(read):
    # received on 28 February 2025
    checked = read(
        "Gebiet;Jahr;Zahl\n0101;2024;1\n0101;2025;2\n0101;2035;3\n0101;31.12.2025;4\n",
        period={"column": "Jahr"},
    )
    assert kept(checked, "period", "value") == [("2024", 1.0), ("2025", 2.0)]
    assert faults(checked, "row", "found", "reason") == [
        (4, "2035", "later"),
        (5, "31.12.2025", "later"),
    ]


def test_what_is_planned_may_be_of_periods_to_come(read):
    checked = read(
        "Gebiet;Jahr;Zahl\n0101;2029;1\n", **BUDGET, period={"column": "Jahr", "kind": "year"}
    )
    assert kept(checked, "period", "value") == [("2029", 1.0)]


def test_amounts_of_money_may_be_negative_and_no_whole_numbers(read):
    checked = read("Gebiet;Zahl\n0101;-12,50\n", **BUDGET)
    assert kept(checked, "value") == [(-12.5,)]


def test_a_pattern_cuts_the_part_out_of_the_text(read):
    line = {"column": "Zeile", "dimension": "line", "pattern": r"(\d\d) [-=] .*"}
    checked = read(
        "Gebiet;Zeile;Zahl\n0101;17 = ordentliche Aufwendungen;3\n0101;16 - sonstige;1\n"
        "0101;Summe;4\n0101;99 - anderes;5\n",
        **BUDGET,
        groups=[line],
    )
    assert kept(checked, "group", "value") == [("line=17", 3.0), ("line=16", 1.0)]
    assert faults(checked, "row", "found", "reason") == [
        (4, "Summe", "group"),
        (5, "99 - anderes", "group"),
    ]


def test_a_pattern_cuts_bands_of_ages_out_that_the_variable_does_not_declare(read):
    cut = {"column": "Alter", "dimension": "age", "pattern": "im Alter von (.*)"}
    checked = read(
        "Gebiet;Alter;Zahl\n0101;im Alter von 0-17;3\n0101;im Alter von 65+;1\n",
        values=[{"column": "Zahl", "variable": "people"}],
        groups=[cut],
    )
    assert kept(checked, "group", "value") == [("age=0-17", 3.0), ("age=65+", 1.0)]


def test_classes_in_words_stand_for_numbers(read):
    class_ = {"column": "Klasse", "variable": "share", "codes": {"hoch": "1", "sehr  niedrig": "4"}}
    checked = read(
        "Gebiet;Klasse\n00;hoch\n01;sehr niedrig \n02;-\n0101;2\n0201;\n",
        values=[class_],
        symbols={"-": "not_available"},
    )
    assert kept(checked, "area", "status") == [
        ("00", "reported"),
        ("01", "reported"),
        ("02", "not_available"),
    ]
    assert checked.observations["value"].tolist()[:2] == [1.0, 4.0]
    # A number among classes is of another column.
    assert faults(checked, "row", "found", "reason") == [(5, "2", "code"), (6, "", "empty")]


def test_a_column_is_another_one_in_other_files(read):
    of_files = [
        {"column": "Zahl", "variable": "cases", "file": "districts"},
        {"column": "Zahl", "variable": "share", "file": "quarters"},
    ]
    text = "Gebiet;Zahl\n01;12\n"
    assert kept(read(text, "districts-2024.csv", values=of_files), "variable") == [("cases",)]
    assert kept(read(text, "quarters-2024.csv", values=of_files), "variable") == [("share",)]
    stray = read(text, "others.csv", values=of_files)
    assert rows(stray) == (2, 0, 1, 1)
    assert faults(stray, "row", "found", "reason") == [(0, "others.csv", "no_values")]


def test_a_date_stays_a_date_without_a_reference_date(read):
    checked = read("Gebiet;Tag;Zahl\n0101;30.6.2024;1\n", period={"column": "Tag"})
    assert kept(checked, "period") == [("2024-06-30",)]


def test_the_period_stands_in_the_name_of_the_file(read):
    checked = read(
        "Gebiet;Zahl\n0101;1\n", name="amt-2023-T2.csv", period={"file": r"amt-(\d{4}-T\d)"}
    )
    assert kept(checked, "period") == [("2023-T2",)]


def test_a_name_without_a_period_is_a_fault_of_the_file(read):
    checked = read("Gebiet;Zahl\n0101;1\n", name="amt.csv", period={"file": r"amt-(\d{4})"})
    assert faults(checked, "row", "found", "reason") == [(0, "amt.csv", "file_period")]
    assert rows(checked) == (2, 0, 1, 1)


def test_the_period_is_stated_in_the_description(read):
    checked = read("Gebiet;Zahl\n0101;1\n", period={"fixed": "2023/24"})
    assert kept(checked, "period") == [("2023/24",)]


def test_areas_are_found_by_code_and_keep_their_zeros(read):
    checked = read("Gebiet;Zahl\n00;1\n0101;2\n101;3\n7;4\n 0201 ;5\n")
    assert kept(checked, "area", "value") == [("00", 1.0), ("0101", 2.0), ("0201", 5.0)]
    assert faults(checked, "row", "found", "reason", "hint") == [
        (4, "101", "lost_zero", "0101"),
        (5, "7", "area", ""),
    ]


def test_areas_are_found_by_name_and_alias(read):
    checked = read(
        "Gebiet;Zahl\nStadt insgesamt;1\nMuehlenau;2\nAlt  stadt;3\nAltstad;4\nNord;5\n",
        area={"column": "Gebiet", "by": "name"},
    )
    assert kept(checked, "area", "value") == [("00", 1.0), ("0201", 2.0)]
    assert faults(checked, "row", "reason", "hint") == [
        (4, "area", "Altstadt"),
        (5, "area", "Altstadt"),
        (6, "ambiguous_area", ""),
    ]


def test_near_names_are_looked_for_a_hundred_times_only(read):
    # Each time takes a quarter of a second in a city of ten thousand areas.
    text = "".join(f"Altstadt {number};1\n" for number in range(102))
    checked = read(f"Gebiet;Zahl\n{text}", area={"column": "Gebiet", "by": "name"})
    assert faults(checked, "hint")[99:] == [("Altstadt",), ("",), ("",)]


@pytest.mark.parametrize(("level", "code"), [("district", "01"), ("quarter", "0202")])
def test_a_level_tells_two_areas_of_one_name_apart(read, level, code):
    checked = read(
        "Gebiet;Zahl\nNord;5\nMusterstadt;6\n",
        area={"column": "Gebiet", "by": "name", "level": level},
    )
    assert kept(checked, "area") == [(code,)]
    assert faults(checked, "row", "reason", "hint") == [(3, "other_level", "city")]


def test_rows_with_too_few_or_too_many_cells_are_quarantined(read):
    checked = read("Gebiet;Zahl\n0101\n0201;2;\n0202;3;4\n01;5\n")
    # An empty cell too many is what spreadsheets leave behind; it says nothing.
    assert kept(checked, "area", "value") == [("0201", 2.0), ("01", 5.0)]
    assert faults(checked, "row", "found", "reason") == [
        (2, "1 / 2", "cells"),
        (4, "3 / 2", "cells"),
    ]
    assert rows(checked) == (5, 2, 2, 1)


def test_bytes_that_do_not_fit_the_encoding_cost_only_their_row(read):
    checked = read(b"Gebiet;Zahl;Name\n0101;1;Altstadt\n0201;2;M\xfchlenau\n0202;3;Nord\n")
    assert kept(checked, "area") == [("0101",), ("0202",)]
    assert faults(checked, "row", "found", "reason") == [(3, "", "encoding")]
    assert rows(checked) == (4, 2, 1, 1)


def test_an_undecodable_header_is_named_without_its_bytes(read):
    checked = read(
        "Gebiet;Zähler\n0101;1\n".encode("cp1252"),
        values=[{"column": "Zähler", "variable": "cases"}],
    )
    assert faults(checked, "row", "column", "found", "reason") == [
        (0, "Zähler", "Z\ufffdhler", "misread")
    ]


def test_a_file_of_another_encoding_altogether_is_a_fault_of_the_file(read):
    checked = read(b"Gebiet;Zahl\n0101;1\n", csv={"encoding": "utf-16"})
    assert faults(checked, "row", "found", "reason") == [(0, "utf-16", "not_encoded")]
    assert kept(checked, "area") == []


@pytest.mark.parametrize("mark", ['0201;2;"Bemerkung', '0201;2;"a" b', '0201;"2'])
def test_a_quotation_mark_that_does_not_end_swallows_no_other_row(read, mark):
    checked = read(f'Gebiet;Zahl;Text\n0101;1;x\n{mark}\n0202;3;x\n01;4;"zwei\nZeilen"\n')
    assert kept(checked, "area", "value", "row") == [
        ("0101", 1.0, 2),
        ("0202", 3.0, 4),
        ("01", 4.0, 5),
    ]
    assert faults(checked, "row", "reason") == [(3, "quotes")]
    assert rows(checked) == (5, 3, 1, 1)


def test_the_same_statement_twice_is_kept_once(read):
    checked = read("Gebiet;Zahl\n0101;12\n0201;7\n0101;12\n0101;12\n")
    assert kept(checked, "area", "value", "row") == [("0101", 12.0, 2), ("0201", 7.0, 3)]
    assert faults(checked, "row", "found", "reason") == [
        (4, "12", "duplicate"),
        (5, "12", "duplicate"),
    ]
    assert rows(checked) == (5, 2, 2, 1)


@pytest.mark.parametrize("other", ["13", "*"])
def test_of_contradicting_statements_none_is_kept(read, other):
    checked = read(
        f"Gebiet;Zahl\n0101;12\n0201;7\n0101;{other}\n0101;12\n", symbols={"*": "secret"}
    )
    assert kept(checked, "area", "value") == [("0201", 7.0)]
    assert faults(checked, "row", "found", "reason") == [
        (2, "12", "contradiction"),
        (4, other, "contradiction"),
        (5, "12", "contradiction"),
    ]


def test_a_doubled_row_is_named_once_even_if_its_column_is_read_twice(read):
    checked = read(
        "Gebiet;Zahl\n0101;12\n0101;12\n",
        values=[
            {"column": "Zahl", "variable": "cases"},
            {"column": "Zahl", "variable": "people"},
        ],
    )
    assert faults(checked, "row", "column", "reason") == [(3, "Zahl", "duplicate")]


def test_counts_are_whole_and_not_negative(read):
    checked = read(
        "Gebiet;Zahl;Anteil\n0101;-3;-3,5\n0201;2,5;2,5\n0202;2,0;2\n",
        values=[
            {"column": "Zahl", "variable": "cases"},
            {"column": "Anteil", "variable": "share"},
        ],
    )
    assert kept(checked, "variable", "area", "value") == [
        ("share", "0101", -3.5),
        ("share", "0201", 2.5),
        ("cases", "0202", 2.0),
        ("share", "0202", 2.0),
    ]
    assert faults(checked, "row", "column", "reason") == [
        (2, "Zahl", "negative"),
        (3, "Zahl", "not_whole"),
    ]
    # A row of which one value is kept is kept; the values have an account of their own.
    assert rows(checked) == (4, 3, 0, 1)
    assert [checked.account[f"values_{kind}"] for kind in ("read", "kept", "quarantined")] == [
        6,
        4,
        2,
    ]


def test_a_missing_column_stops_the_file_and_the_nearest_is_named(read):
    checked = read("Gebeit;Zahl\n0101;1\n")
    assert faults(checked, "row", "column", "reason", "hint") == [
        (0, "Gebiet", "no_column", "Gebeit")
    ]
    assert rows(checked) == (2, 0, 1, 1)


@pytest.mark.parametrize(("mark", "written"), [(",", ","), ("\t", r"\t"), ("|", "|")])
def test_another_separator_is_one_fault_that_says_so(read, mark, written):
    checked = read(f"Gebiet{mark}Zahl\n0101{mark}1\n0201{mark}2\n")
    assert faults(checked, "row", "column", "found", "reason", "hint") == [
        (0, "", "", "one_column", written)
    ]
    assert checked.account["rows_quarantined"] == 2


def test_a_column_that_stands_twice_stops_the_file(read):
    checked = read("Gebiet;Zahl;Zahl\n0101;1;2\n")
    assert faults(checked, "row", "column", "reason") == [(0, "Zahl", "column_twice")]
    assert kept(checked, "value") == []


def test_an_optional_column_may_be_missing(read):
    values = [
        {"column": "Zahl", "variable": "cases"},
        {"column": "Anteil", "variable": "share", "optional": "true"},
    ]
    assert kept(read("Gebiet;Zahl\n0101;1\n", values=values), "variable") == [("cases",)]
    both = read("Gebiet;Zahl;Anteil\n0101;1;2,5\n", values=values)
    assert kept(both, "variable") == [("cases",), ("share",)]


@pytest.mark.parametrize("text", ["Gebiet;Zahl\n", "Gebiet;Zahl\n;\n"])
def test_a_file_without_rows_is_no_silent_success(read, text):
    assert faults(read(text), "row", "reason") == [(0, "no_rows")]


def test_an_empty_file_is_named_as_one(read):
    checked = read("")
    assert faults(checked, "row", "column", "reason") == [(0, "", "empty_file")]
    assert rows(checked) == (0, 0, 0, 0)


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_the_header(read):
    assert kept(read(b"\xef\xbb\xbfGebiet;Zahl\n0101;1\n"), "value") == [(1.0,)]


def test_rows_that_meet_a_rule_are_excluded_and_true_zeros_stay(read):
    rule = {"columns": ["a", "Zahl"], "equals": "0", "then": ["a"], "reason": "zu klein"}
    checked = read(
        "Gebiet;a;Zahl\n0101;0,0;0\n0201;0;8\n0202;0,00;00\n01;k;0\n",
        values=[{"column": "a", "variable": "share"}, {"column": "Zahl", "variable": "cases"}],
        excluded_when=[rule],
    )
    told = {
        (row["variable"], row["area"]): row["status"]
        for row in checked.observations.to_dict("records")
    }
    assert told["share", "0101"] == told["share", "0202"] == "excluded"
    assert told["share", "0201"] == "reported"
    assert told["cases", "0101"] == "reported"
    assert ("share", "01") not in told
    assert checked.observations["value"].isna().sum() == 2
    assert faults(checked, "row", "column", "reason") == [(5, "a", "number")]


def test_a_rule_about_columns_that_a_file_lacks_excludes_nothing(read):
    rule = {"columns": ["a"], "equals": "0", "then": ["Zahl"], "reason": "zu klein"}
    checked = read(
        "Gebiet;Zahl\n0101;0\n",
        values=[
            {"column": "a", "variable": "share", "optional": "true"},
            {"column": "Zahl", "variable": "cases"},
        ],
        excluded_when=[rule],
    )
    assert kept(checked, "value", "status") == [(0.0, "reported")]
