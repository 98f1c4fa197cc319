"""What text files say of themselves: files written by hand, with what is to be guessed."""

import pytest

from quartier.describing.encodings import guess_encoding
from quartier.describing.feet import guess_footnotes
from quartier.describing.grids import Grid, Line, is_figure
from quartier.describing.heads import guess_header
from quartier.describing.marks import Marks, guess_marks
from quartier.describing.separators import guess_separator


def grid(*rows: list[str]) -> Grid:
    return Grid([Line(number, row) for number, row in enumerate(rows, start=1)])


def header(*rows: list[str]) -> tuple[int, ...] | None:
    found = guess_header(grid(*rows))
    return found.value if found else None


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        (b"Gebiet;Zahl", "utf-8"),
        ("Südstadt".encode(), "utf-8"),
        ("Südstadt".encode("utf-8-sig"), "utf-8-sig"),
        ("Südstadt".encode("cp1252"), "cp1252"),
        ("„Südstadt“ – 5 €".encode("cp1252"), "cp1252"),
        ("Südstadt, Öder Weg".encode("cp850"), "cp850"),
        ("Südstadt, Öder Weg".encode("mac_roman"), "mac_roman"),
        ("Südstadt".encode("utf-16"), "utf-16"),
        ("Südstadt;12;13".encode("utf-16-le"), "utf-16-le"),
        # Cut in the middle of the last letter.
        ("Süd".encode()[:2], "utf-8"),
    ],
)
def test_the_encoding(written, encoding):
    assert guess_encoding(written).value == encoding


def test_the_letter_that_tells_the_encoding_is_named_with_its_line():
    guess = guess_encoding("Gebiet;Zahl\nNord;1\nGroße Straße;2\n".encode("cp1252"))
    assert [str(each) for each in guess.why] == [
        "In Zeile 3 steht „ß“ als DF.",
        "Das ist kein UTF-8.",
    ]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a,b\n1.5,2\n3,4\n", ","),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        # Commas inside quotation marks separate nothing.
        ('a;b\n"x, y, z";2\n"u, v, w";3\n', ";"),
        ('a,b\n"x; y",2\n"u; v",3\n', ","),
        # A title and a footnote have one cell.
        ("Bericht, 2023\n\na;b;c\n1;2;3\n4;5;6\n7;8;9\n8;9;1\nQuelle: Amt\n", ";"),
    ],
)
def test_the_separator(text, separator):
    guess = guess_separator(text)
    assert guess is not None
    assert guess.value == separator


def test_a_list_without_separator_is_no_table():
    assert guess_separator("Gebiet\nNord\nSüd\n") is None


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["1.234,5", "7"], Marks(",", ".")),
        (["1,234.5"], Marks(".", ",")),
        (["0,123"], Marks(",")),
        (["12.50", "7.25"], Marks(".")),
        (["1.234.567"], Marks(",", ".")),
        (["12 345", "7"], Marks(",", " ")),
        (["12'345.50"], Marks(".", "'")),
        (["12\u202f345"], Marks(",", " ")),
        (["53,40 %"], Marks(",")),
        (["12", "7"], Marks(",")),
        # Three digits each: thousands, as no larger number stands without a mark ...
        (["1.234", "987"], Marks(",", ".")),
        # ... and no thousands, where one does.
        (["1.234", "1500000"], Marks(".")),
        (["1,234", "987"], Marks(",")),
        # Years and dates are no numbers with marks.
        (["31.12.2023", "2023", "1.234"], Marks(",", ".")),
        (["1023101.0"], Marks(".")),
    ],
)
def test_the_marks(texts, marks):
    assert guess_marks(texts).value == marks


def test_a_comma_with_three_digits_groups_thousands_where_commas_separate():
    assert guess_marks(["1,234"], ",").value == Marks(".", ",")


@pytest.mark.parametrize("texts", [["1.234"], ["1,234"], ["1.234", "1500000"]])
def test_marks_that_can_mean_both_are_called_ambiguous(texts):
    assert "Mehrdeutig" in str(guess_marks(texts).why[0])


def test_a_number_that_does_not_fit_is_named():
    why = [str(each) for each in guess_marks(["1,5", "2.75"]).why]
    assert "Dazu passt „2.75“ nicht: Bitte nachsehen." in why


@pytest.mark.parametrize("text", ["12", "-3,5", "−7", "(12)", "12 p", "…", "x", "50,1 %", "1 234"])
def test_figures(text):
    assert is_figure(text)


@pytest.mark.parametrize("text", ["", "Nord", "31.12.2023", "010.005.2005", "0-3", "65+", "a1"])
def test_no_figures(text):
    assert not is_figure(text)


def test_a_header_in_the_first_row():
    assert header(["Gebiet", "Zahl"], ["Nord", "1"], ["Süd", "2"]) == (1,)


def test_a_header_of_two_rows_below_a_title():
    rows = [
        ["Arbeitslose nach Stadtteilen", "", "", ""],
        ["Stand: Dezember", "", "", ""],
        ["", "", "", ""],
        ["", "2022", "", "2023"],
        ["Stadtteil", "Frauen", "Männer", "Frauen"],
        ["Nord", "12", "13", "14"],
        ["Süd", "*", "13", "14"],
    ]
    assert header(*rows) == (4, 5)


def test_years_in_the_header_are_no_data():
    assert header(["Gebiet", "2022", "2023"], ["Nord", "5", "6"], ["Süd", "7", "8"]) == (1,)


def test_years_below_a_header_are_data():
    assert header(["Gebiet", "Jahr"], ["Nord", "2022"], ["Süd", "2023"]) == (1,)


def test_a_row_of_units_and_one_of_numbers_belong_to_the_header():
    rows = [
        ["Gebiet", "Fälle", "Anteil"],
        ["", "Anzahl", "%"],
        ["1", "2", "3"],
        ["Nord", "5", "6,5"],
        ["Süd", "7", "8,5"],
    ]
    assert header(*rows) == (1, 2, 3)


def test_what_introduces_a_value_is_no_header():
    rows = [["Stand:", "Mai", "", ""], ["Gebiet", "a", "b", "c"], ["Nord", "1", "2", "3"]]
    assert header(*rows) == (2,)


def test_a_file_without_header_has_none():
    assert header(["Nord", "1"], ["Süd", "2"]) is None


def test_footnotes_are_known_by_their_beginning():
    table = grid(
        ["Gebiet", "Zahl"],
        ["Nord", "1"],
        ["Süd", "2"],
        ["", ""],
        ["*) geschätzt", ""],
        ["1) ohne Nebenwohnungen", ""],
        ["Quelle: Amt für Statistik", ""],
        ["© Stadt", ""],
        ["Datenstand Januar 2024", ""],
    )
    assert guess_footnotes(table, (1,)).value == ("*)", "1)", "Quelle:", "©", "Datenstand")


def test_a_footnote_never_begins_like_a_row_of_data():
    table = grid(["Gebiet", "Zahl"], ["Nordstadt", "1"], ["Süd", "2"], ["Nordstadt ohne Hafen", ""])
    assert guess_footnotes(table, (1,)).value == ("Nordstadt ohne Hafen",)
