"""What pages say of the last delivery."""

from pathlib import Path

from bs4 import BeautifulSoup
from helped_city import a_city, told

from quartier.store import Store
from quartier.tables import CHANGES, from_rows
from quartier.workbook import Book, latest

MEMBERS = ("clubs", "2024-01-10", told("2023", 1000, 2000, 500))
FIRST = ("help", "2024-02-01", told("2023", 40, 60, 20))


def a_book(folder: Path, *deliveries) -> Book:
    return Book(a_city(folder / "kleinstadt", *deliveries), "de", Store(folder / "store"))


def text_of(markup: object) -> str:
    return " ".join(BeautifulSoup(str(markup), "html.parser").get_text(" ").split())


def cards(markup: str) -> dict[str, str]:
    found = BeautifulSoup(markup, "html.parser").select(".q-facts > div")
    return {
        card.dt.get_text(): text_of(card).removeprefix(card.dt.get_text()).strip() for card in found
    }  # type: ignore[union-attr]


def rows(markup: str) -> list[list[str]]:
    found = BeautifulSoup(markup, "html.parser").select("tbody tr")
    return [[text_of(cell) for cell in row.find_all(["th", "td"])] for row in found]


def test_changed_figures_stand_with_before_now_and_difference(tmp_path):
    book = a_book(tmp_path, MEMBERS, FIRST, ("help", "2024-03-01", told("2023", 40, 66, 20)))
    page = latest.changed(book).markup
    assert cards(page) == {
        "Letzte Lieferung": "01.03.2024 Hilfen",
        "Geänderte Werte": "4",
        "Entfallene Werte": "0",
        "Neue Werte": "0",
    }
    # Süd has 66 instead of 60 of 2,000, the city 126 instead of 120 of 3,500.
    assert rows(page) == [
        ["Rate", "Süd", "2023", "30,0 je 1.000", "33,0 je 1.000", "+3,0"],
        ["Hilfen", "Süd", "2023", "60", "66", "+6"],
        ["Rate", "Kleinstadt", "2023", "34,3 je 1.000", "36,0 je 1.000", "+1,7"],
        ["Hilfen", "Kleinstadt", "2023", "120", "126", "+6"],
    ]


def test_what_is_gone_has_no_number(tmp_path):
    book = a_book(tmp_path, FIRST, ("help", "2024-03-01", told("2023", 40, None, 20)))
    page = latest.changed(book).markup
    assert cards(page)["Entfallene Werte"] == "2"
    city, south = rows(page)
    assert city[1:4] == ["Kleinstadt", "2023", "vorhanden"]
    assert city[-1] == "entfallen"
    assert south[1:4] == ["Süd", "2023", "vorhanden"]


def test_new_figures_are_counted_and_not_listed(tmp_path):
    book = a_book(tmp_path, FIRST, ("help", "2025-02-01", told("2024", 41, 61, 21)))
    page = latest.changed(book).markup
    assert cards(page)["Neue Werte"] == "4 für 2024"
    assert "An den Werten, die es schon gab, ist keine Änderung zu sehen." in text_of(page)
    assert "<table" not in page


def test_a_first_delivery_has_nothing_to_be_compared_with(tmp_path):
    said = text_of(latest.changed(a_book(tmp_path, FIRST)))
    assert said == "Alles kam am selben Tag: Einen früheren Stand gibt es nicht."


def test_an_earlier_state_that_contradicts_itself_does_not_stop_the_figures(tmp_path):
    # Two sources told the same on one day, until one of them was delivered anew.
    other = ("other", "2024-02-01", told("2023", 41, 60, 20))
    book = a_book(tmp_path, FIRST, other, ("help", "2024-03-01", told("2023", 42, 60, 20)))
    said = text_of(latest.changed(book))
    assert said == (
        "Ein Vergleich ist nicht möglich: Was vor der letzten Lieferung da war, widerspricht sich."
    )
    assert book.series("helped").frame["value"].tolist() == [122, 42, 60, 20]


def test_at_most_60_figures_are_listed_and_the_others_counted(tmp_path):
    book = a_book(tmp_path, FIRST)
    book.make_series()
    some = [
        {
            "indicator": "helped",
            "area": "01",
            "period": f"{year}",
            "before": 100.0,
            "after": 100.0 + year - 1900,
            "status_before": "reported",
            "status_after": "reported",
            "delivery": "help@2024-02-01",
        }
        for year in range(1901, 1971)
    ]
    unseen = some[0] | {"indicator": "help_rate", "after": 100.01}
    book.store.write("changes", from_rows([*some, unseen], CHANGES))
    page = latest.changed(book).markup
    assert len(rows(page)) == 60
    assert rows(page)[0] == ["Hilfen", "Nord", "1970", "100", "170", "+70"]
    assert "10 weitere Werte haben sich geändert." in text_of(page)
    assert "1 Wert hat sich um weniger geändert, als hier zu sehen wäre." in text_of(page)
    assert cards(page)["Geänderte Werte"] == "71"
