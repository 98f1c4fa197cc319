"""The built site of Musterstadt, and its delivered files as somebody else would read them."""

import csv
import gc
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from scipy.stats import chi2

CITY = Path(__file__).parents[2] / "data" / "musterstadt"
YEARS = range(2015, 2025)
THRESHOLD = 5
NORMAL = 1.959963984540054
"""The 97.5 per cent point of the normal distribution."""

CHILDREN = ("unter 3 Jahre", "3 bis 5 Jahre", "6 bis 14 Jahre", "15 bis 17 Jahre")
YOUNG = (*CHILDREN, "18 bis 20 Jahre")
ADULTS = ("18 bis 20 Jahre", "21 bis 24 Jahre", "25 bis 64 Jahre")
WORKING = (*CHILDREN, *ADULTS)
OLD = ("65 bis 79 Jahre", "80 Jahre und älter")

UNKNOWN, SECRET, MISSING, INCOMPLETE, WITHHELD = "?", "*", "[ ]", "~", "•"
"""Signs that stand for a figure."""

Language = Literal["de", "en"]
Count = int | str
"""A number, or the sign of why there is none."""


@dataclass(frozen=True)
class Cell:
    """A figure of an area in a year, from what was delivered."""

    kind: Literal["persons", "percent", "per_1000"]
    above: Count
    below: Count = 1

    @property
    def sign(self) -> str:
        return next((count for count in (self.above, self.below) if isinstance(count, str)), "")

    @property
    def small(self) -> bool:
        """Whether it must not be shown: it, or what is missing to the whole, is a few people."""
        if isinstance(self.above, str) or isinstance(self.below, str):
            return self.sign == SECRET
        rest = self.below - self.above if self.kind == "percent" else 0
        return 0 < self.above < THRESHOLD or 0 < rest < THRESHOLD

    def value(self, language: Language) -> str:
        """The figure as a page writes it."""
        assert isinstance(self.above, int)
        assert isinstance(self.below, int)
        per = {"persons": 1, "percent": 100, "per_1000": 1000}[self.kind]
        share = Fraction(self.above * per, self.below)
        decimals = 0 if self.kind == "persons" else 1
        # half up, on the exact fraction
        whole = (share * 10**decimals + Fraction(1, 2)).__floor__()
        text = f"{Decimal(whole).scaleb(-decimals):,.{decimals}f}"
        return with_unit(text, self.kind, language)

    def interval(self, language: Language) -> str:
        """The ends of the interval as a page writes them; empty where there is none."""
        assert isinstance(self.above, int)
        assert isinstance(self.below, int)
        if self.kind == "persons":
            return ""
        ends = wilson(self.above, self.below) if self.kind == "percent" else byar(self.above)
        per = 100.0 if self.kind == "percent" else 1000.0 / self.below
        step = Decimal("0.1")
        lower, upper = (
            f"{Decimal(repr(end * per)).quantize(step, ROUND_HALF_UP):,}" for end in ends
        )
        joined = f"{lower} {'bis' if language == 'de' else 'to'} {upper}"
        return with_unit(joined, self.kind, language)


def with_unit(text: str, kind: str, language: Language) -> str:
    if language == "en":
        return text + {"persons": "", "percent": "%", "per_1000": " per 1,000"}[kind]
    german = text.translate(str.maketrans(",.", ".,"))
    return german + {"persons": "", "percent": " %", "per_1000": " je 1.000"}[kind]


def wilson(above: int, below: int) -> tuple[float, float]:
    """Wilson (1927): the shares whose own spread reaches what was seen."""
    share, square = above / below, NORMAL**2
    middle = share + square / (2 * below)
    half = NORMAL * sqrt(share * (1 - share) / below + square / (4 * below**2))
    return (middle - half) / (1 + square / below), (middle + half) / (1 + square / below)


def byar(events: int) -> tuple[float, float]:
    """Byar's approximation from ten events on, exact (chi-square) below."""
    if events < 10:
        lower = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
        return float(lower), float(chi2.ppf(0.975, 2 * events + 2) / 2)
    more = events + 1
    return (
        events * (1 - 1 / (9 * events) - NORMAL / (3 * sqrt(events))) ** 3,
        more * (1 - 1 / (9 * more) + NORMAL / (3 * sqrt(more))) ** 3,
    )


@dataclass
class Musterstadt:
    """What its offices delivered, read with the csv module and openpyxl."""

    areas: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[tuple[str, int], Counter[str]] = field(default_factory=dict)
    agency: dict[tuple[str, int], tuple[Count, ...]] = field(default_factory=dict)
    helps: dict[tuple[str, int], Count] = field(default_factory=dict)

    def children(self, code: str) -> list[str]:
        return [each for each, row in self.areas.items() if row["parent"] == code]

    def ages(self, area: str, year: int) -> list[int]:
        """People under 18 and from 18 to 64."""
        people = self.people[area, year]
        return [sum(people[band] for band in bands) for bands in (CHILDREN, ADULTS)]

    def recipients(self, area: str, year: int) -> list[int]:
        """Recipients under 18 and from 18 to 64, where the agency tells them."""
        return [int(count) for count in self.agency[area, year][:2]]

    def named(self, name: str) -> str:
        """The code of a name as it stands on a page."""
        (code,) = [each for each, row in self.areas.items() if row["name"] == name]
        return code

    def cell(self, indicator: str, area: str, year: int) -> Cell:
        people = self.people[area, year]
        young, adult, unemployed, long = self.agency.get((area, year), (MISSING,) * 4)
        if indicator == "population":
            return Cell("persons", people.total())
        if indicator == "under-18-share":
            return Cell("percent", sum(people[band] for band in CHILDREN), people.total())
        if indicator == "over-64-share":
            return Cell("percent", sum(people[band] for band in OLD), people.total())
        if indicator == "upbringing-help-rate":
            helped = self.helps[area, year]
            return Cell("per_1000", helped, sum(people[band] for band in YOUNG))
        if indicator == "long-term-unemployed-share":
            return Cell("percent", long, unemployed)
        if indicator == "sgb2-rate-under-18":
            return Cell("percent", young, sum(people[band] for band in CHILDREN))
        if indicator == "sgb2-rate-18-to-64":
            return Cell("percent", adult, sum(people[band] for band in ADULTS))
        assert indicator == "sgb2-rate"
        told = isinstance(young, int) and isinstance(adult, int)
        both = young + adult if told else MISSING
        return Cell("percent", both, sum(people[band] for band in WORKING))

    def cells(self) -> dict[tuple[str, str, int], Cell]:
        """All figures by indicator (as addresses name it), area and year."""
        return {
            (indicator, area, year): self.cell(indicator, area, year)
            for indicator in INDICATORS
            for area in self.areas
            for year in YEARS
        }


INDICATORS = (
    "population",
    "under-18-share",
    "over-64-share",
    "long-term-unemployed-share",
    "sgb2-rate-under-18",
    "sgb2-rate-18-to-64",
    "sgb2-rate",
    "upbringing-help-rate",
)


@pytest.fixture(scope="session")
def delivered() -> Musterstadt:
    """The delivered files, with the dirt that their README names left out."""
    found = Musterstadt()
    with (CITY / "areas.csv").open(encoding="utf-8", newline="") as text:
        found.areas = {row["code"]: row for row in csv.DictReader(text)}
    for year in YEARS:
        _read_register(found, year)
        _read_agency(found, year)
        _read_youth_office(found, year)
    return found


def _read_register(found: Musterstadt, year: int) -> None:
    seen = set()
    path = CITY / "sources" / "melderegister" / f"melderegister-{year}.csv"
    for row in _rows(path, "cp1252"):
        code, band, number = row["Gebietsschlüssel"], row["Altersgruppe"], row["Anzahl"]
        key = (code, band, row["Geschlecht"])
        if code in found.areas and key not in seen:
            assert band in (*WORKING, *OLD)
            people = found.people.setdefault((code, year), Counter())
            people[band] += 0 if number == "-" else int(number.replace(".", ""))
        seen.add(key)
    for code in ("01", "02", "03", "04", "00"):
        parts = [found.people[part, year] for part in found.children(code)]
        found.people[code, year] = sum(parts, Counter())


def _read_agency(found: Musterstadt, year: int) -> None:
    names = {
        name: code
        for code, row in found.areas.items()
        for name in (row["name"], *row["aliases"].split("|"))
    }
    path = CITY / "sources" / "arbeitsagentur" / f"arbeitsagentur-{year}.xlsx"
    book = openpyxl.load_workbook(path, read_only=True)
    sheet = book["Sozialräume"]
    signs = {"*": SECRET, ".": UNKNOWN, "-": 0}
    for name, *told in sheet.iter_rows(min_row=6, max_row=24, max_col=5, values_only=True):
        if name in names:
            found.agency[names[str(name)], year] = tuple(
                signs[each] if isinstance(each, str) else int(str(each)) for each in told
            )
    book.close()


def _read_youth_office(found: Musterstadt, year: int) -> None:
    folder = CITY / "sources" / "jugendamt"
    # the corrected file replaces the first one
    path = max(folder.glob(f"jugendamt-{year}*.csv"), key=lambda file: len(file.name))
    told = {row["Schlüssel"]: row["Hilfen zur Erziehung am Stichtag"] for row in _rows(path)}
    signs: Mapping[str, Count] = defaultdict(lambda: MISSING, {".": UNKNOWN, "-": 0})
    for code, row in found.areas.items():
        text = told.get(code, "")
        if row["level"] != "district":
            found.helps[code, year] = int(text) if text.isdecimal() else signs[text]
    for code in found.children("00"):
        parts = [found.helps[part, year] for part in found.children(code)]
        known = [part for part in parts if isinstance(part, int)]
        found.helps[code, year] = sum(known) if len(known) == len(parts) else INCOMPLETE


def _rows(path: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as text:
        for row in csv.DictReader(text, delimiter=";"):
            if not row["Stichtag"].startswith("Quelle:"):
                yield row


class Pages(Mapping[str, BeautifulSoup]):
    """The pages of a site by address, such as de/area/0101; the start page is index.

    Each is parsed when somebody first asks for it.
    """

    def __init__(self, site: Path) -> None:
        self._files = {
            file.relative_to(site).with_suffix("").as_posix(): file
            for file in sorted(site.rglob("*.html"))
        }
        self._parsed: dict[str, BeautifulSoup] = {}

    def __getitem__(self, address: str) -> BeautifulSoup:
        if address not in self._parsed:
            html = self._files[address].read_text(encoding="utf-8")
            gc.disable()  # trees live as long as the run: to look through them takes long
            self._parsed[address] = BeautifulSoup(html, "html.parser")
            gc.freeze()
            gc.enable()
        return self._parsed[address]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@pytest.fixture(scope="session")
def pages(musterstadt: Path) -> Pages:
    return Pages(musterstadt / "site")
