"""Write the deliveries, areas and boundaries of Musterstadt, a city that does not exist.

Run by hand when the example changes: ``python data/make_musterstadt.py data/musterstadt``.
The planners' own files (city.yml, goals.yml, sources/*.yml, README.md) are written by people and
stay untouched. Each data set draws from a generator of its own, so that a new one never changes
another; Python's own generator is used because its stream is the same on every version. Dirt as in
real deliveries is put in where it says "dirt:"; what must become of it, says musterstadt/README.md.
"""

import csv
import hashlib
import io
import math
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import xlsxwriter
from make_musterstadt_map import as_geojson, draw_map
from shapely import normalize, union_all

__all__ = ["CITY", "DISTRICTS", "NEIGHBOURHOODS", "YEARS", "write_musterstadt"]

YEARS = range(2015, 2025)
BANDS = ("0-2", "3-5", "6-14", "15-17", "18-20", "21-24", "25-64", "65-79", "80+")
UNDER_18, UNDER_21, FROM_18_TO_64 = BANDS[:4], BANDS[:5], BANDS[4:7]
WORKING_AGE = BANDS[3:7]
SEXES = {"f": "weiblich", "m": "männlich"}


@dataclass(frozen=True)
class Area:
    """An area; its centre in kilometres, its people in 2024, its social burden from 0 to 1."""

    code: str
    name: str
    name_in: str
    aliases: str = ""
    east: float = 0.0
    north: float = 0.0
    people: int = 0
    burden: float = 0.0
    ages: str = ""


CITY = Area("00", "Musterstadt", "in Musterstadt", "Musterstadt insgesamt|Stadt Musterstadt")
DISTRICTS = (
    Area("01", "Stadtmitte", "in der Stadtmitte", "Stadtbezirk Stadtmitte"),
    Area("02", "Nord", "im Stadtbezirk Nord", "Stadtbezirk Nord"),
    Area("03", "Süd", "im Stadtbezirk Süd", "Stadtbezirk Süd"),
    Area("04", "Ost", "im Stadtbezirk Ost", "Stadtbezirk Ost"),
)
NEIGHBOURHOODS = (
    Area("0101", "Altstadt", "in der Altstadt", "", 0.1, 0.15, 3900, 0.38, "centre"),
    Area("0102", "Bahnhofsviertel", "im Bahnhofsviertel", "", 0.5, 1.2, 5600, 0.66, "centre"),
    Area("0103", "Neustadt", "in der Neustadt", "", -1.1, 0.6, 6700, 0.5, "ring"),
    Area("0201", "Nordstadt", "in der Nordstadt", "", -0.6, 2.5, 8900, 0.82, "estate"),
    Area("0202", "Hafenviertel", "im Hafenviertel", "", -2.9, 0.7, 5200, 1.0, "estate"),
    Area("0203", "Werkssiedlung", "in der Werkssiedlung", "", -2.9, 3.0, 4700, 0.74, "estate"),
    Area("0204", "Kiefernheide", "in der Kiefernheide", "", 1.5, 4.2, 3500, 0.3, "suburb"),
    Area("0301", "Südvorstadt", "in der Südvorstadt", "", 0.3, -1.6, 7800, 0.42, "ring"),
    Area("0302", "Sonnenhügel", "auf dem Sonnenhügel", "", 2.1, -2.4, 6100, 0.12, "suburb"),
    Area("0303", "Lindenpark", "im Lindenpark", "", -2.0, -1.9, 5000, 0.4, "ring"),
    Area("0304", "Klosterfeld", "auf dem Klosterfeld", "", -0.4, -4.1, 2900, 0.24, "new"),
    Area("0401", "Altes Dorf", "im Alten Dorf", "", 3.0, 1.2, 2300, 0.16, "suburb"),
    Area("0402", "Mühlenau", "in der Mühlenau", "", 4.9, -2.2, 1400, 0.08, "village"),
    Area("0403", "Steinbach", "in Steinbach", "", 5.7, 2.4, 620, 0.03, "village"),
)

# Shares of the age bands by kind of neighbourhood, per mille, and how they move in a year.
AGES = {
    "centre": (24, 22, 58, 22, 40, 90, 600, 100, 44),
    "ring": (28, 28, 82, 28, 30, 44, 545, 148, 67),
    "estate": (36, 35, 100, 33, 34, 52, 540, 125, 45),
    "suburb": (24, 27, 95, 35, 30, 30, 500, 180, 79),
    "village": (22, 25, 88, 32, 31, 32, 520, 175, 75),
    "new": (42, 44, 120, 32, 22, 28, 570, 105, 37),
}
AGEING = (-0.002, 0.006, 0.008, 0.0, -0.004, -0.004, -0.004, 0.006, 0.018)
WOMEN = (0.487, 0.487, 0.487, 0.486, 0.484, 0.484, 0.495, 0.535, 0.62)
GROWTH = {"centre": 7, "ring": 3, "estate": 6, "suburb": 0, "village": -4, "new": 22}  # per mille

# Courses of the years 2015 to 2024: the pandemic of 2020 shows first among the unemployed, a
# year later among the long-term unemployed and in helps; 2022 brings refugees into SGB II.
SGB2 = (1.06, 1.05, 1.04, 0.99, 0.94, 1.02, 0.99, 1.05, 1.04, 1.02)
UNEMPLOYED = (1.10, 1.06, 1.00, 0.95, 0.92, 1.17, 1.10, 1.00, 1.04, 1.08)
LONG_TERM = (1.08, 1.06, 1.03, 0.98, 0.93, 0.97, 1.18, 1.12, 1.00, 0.94)
HELPS = (0.88, 0.90, 0.93, 0.96, 0.99, 0.95, 1.06, 1.10, 1.12, 1.13)

Table = list[list[str | int]]
Register = dict[tuple[str, int, str, str], int]


def _draw(name: str) -> Random:
    return Random(f"Musterstadt 2024/{name}")


def _wander(draw: Random, spread: float, memory: float = 0.8) -> list[float]:
    """Factors around 1, one a year, each near the one before."""
    state, factors = draw.gauss(0, spread), []
    for _ in YEARS:
        factors.append(math.exp(state))
        state = memory * state + draw.gauss(0, spread * math.sqrt(1 - memory**2))
    return factors


def _poisson(draw: Random, expected: float) -> int:
    count, product = 0, draw.random()
    while product > math.exp(-expected):
        count, product = count + 1, product * draw.random()
    return count


def _register() -> Register:
    """Residents by neighbourhood, year, age band and sex."""
    draw, register = _draw("melderegister"), {}
    for area in NEIGHBOURHOODS:
        wander = {(band, sex): _wander(draw, 0.012) for band in BANDS for sex in SEXES}
        for at, year in enumerate(YEARS):
            ago = year - YEARS[-1]
            people = area.people * (1 + GROWTH[area.ages] / 1000) ** ago
            shares = [s * (1 + a) ** ago for s, a in zip(AGES[area.ages], AGEING, strict=True)]
            for band, share, women in zip(BANDS, shares, WOMEN, strict=True):
                for sex, part in (("f", women), ("m", 1 - women)):
                    expected = people * share / math.fsum(shares) * part * wander[band, sex][at]
                    register[area.code, year, band, sex] = round(expected)
    return register


def _people(register: Register, code: str, year: int, bands: Iterable[str]) -> int:
    return sum(register[code, year, band, sex] for band in bands for sex in SEXES)


def _agency(register: Register) -> dict[tuple[str, int], tuple[int, int, int, int]]:
    """Recipients of SGB II under 18 and from 18 to 64, unemployed and long-term unemployed."""
    draw, counts = _draw("arbeitsagentur"), {}
    for area in NEIGHBOURHOODS:
        sgb2, children, unemployed, long_term = (_wander(draw, 0.03) for _ in range(4))
        for at, year in enumerate(YEARS):
            rate = (0.02 + 0.2 * area.burden) * SGB2[at] * sgb2[at]
            under_18 = rate * 1.42 * children[at] * _people(register, area.code, year, UNDER_18)
            adults = rate * 0.92 * _people(register, area.code, year, FROM_18_TO_64)
            jobless = (0.018 + 0.085 * area.burden) * UNEMPLOYED[at] * unemployed[at]
            jobless *= _people(register, area.code, year, WORKING_AGE)
            share = (0.30 + 0.12 * area.burden) * LONG_TERM[at] * long_term[at]
            values = (under_18, adults, jobless, jobless * share)
            drawn = [max(0, round(draw.gauss(v, 0.4 * math.sqrt(v)))) for v in values]
            counts[area.code, year] = (drawn[0], drawn[1], drawn[2], min(drawn[3], drawn[2]))
    return counts


def _helps(register: Register) -> dict[tuple[str, int], int]:
    """Helps with upbringing that run on 31 December; of ten, six still run a year later."""
    draw, helps = _draw("jugendamt"), {}
    for area in NEIGHBOURHOODS:
        running, stay = 0, 0.0
        for at, year in enumerate(YEARS):
            rate = (0.014 + 0.022 * area.burden) * HELPS[at]
            expected = rate * _people(register, area.code, year, UNDER_21)
            running = sum(draw.random() < stay for _ in range(running))
            running += _poisson(draw, expected * (1 - stay))
            helps[area.code, year], stay = running, 0.6
    return helps


# --- the deliveries -----------------------------------------------------------------------------


def _german(count: int) -> str:
    return f"{count:,}".replace(",", ".") if count else "-"


def _csv(rows: Table, encoding: str, separator: str = ";", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode(encoding)


def _age_text(band: str) -> str:
    if band.endswith("+"):
        return f"{band[:-1]} Jahre und älter"
    lower, upper = band.split("-")
    return f"unter {int(upper) + 1} Jahre" if lower == "0" else f"{lower} bis {upper} Jahre"


def _registry_file(register: Register, year: int) -> bytes:
    rows: Table = [["Stichtag", "Gebietsschlüssel", "Altersgruppe", "Geschlecht", "Anzahl"]]
    for area in NEIGHBOURHOODS:
        for band in BANDS:
            for sex, word in SEXES.items():
                count = _german(register[area.code, year, band, sex])
                rows.append([f"31.12.{year}", area.code, _age_text(band), word, count])
    if year == 2017:  # dirt: a code that no area has
        rows.append([f"31.12.{year}", "0299", _age_text("25-64"), SEXES["m"], "3"])
    if year == 2018:  # dirt: one row twice
        rows.append(list(rows[60]))
    rows.append(["Quelle: Einwohnermelderegister der Stadt Musterstadt (erfunden)"])
    return _csv(rows, "cp1252")


AGENCY_HEAD = (
    ("Leistungsberechtigte SGB II", ("unter 18 Jahre", "18 bis 64 Jahre")),
    ("Arbeitslose", ("insgesamt", "langzeitarbeitslos")),
)
AGENCY_NOTES = (
    "*) Werte von 1 und 2 werden nicht ausgewiesen.",
    "Quelle: Arbeitsagentur Musterstadt (erfunden), Berichtsmonat Dezember",
    "© Arbeitsagentur Musterstadt",
)


def _agency_rows(counts: dict[tuple[str, int], tuple[int, int, int, int]], year: int) -> Table:
    """Names and counts: each district with its neighbourhoods, last the city; true totals."""
    rows: Table = []
    city = [0, 0, 0, 0]
    for district in DISTRICTS:
        parts = [a for a in NEIGHBOURHOODS if a.code.startswith(district.code)]
        total = [sum(counts[a.code, year][i] for a in parts) for i in range(4)]
        city = [c + t for c, t in zip(city, total, strict=True)]
        rows.append([district.aliases, *total])
        rows += [[a.name, *counts[a.code, year]] for a in parts]
    rows.append(["Musterstadt insgesamt", *city])
    for row in rows:
        row[1:] = [{0: "-", 1: "*", 2: "*"}.get(int(cell), cell) for cell in row[1:]]
        if year == 2019 and row[0] == "Nordstadt":  # dirt: a typing error
            row[0] = "Nordstatd"
        if year == 2016 and row[0] == "Kiefernheide":  # dirt: a value that is not known
            row[4] = "."
    return rows


def _agency_file(rows: Table, year: int) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.set_properties({"created": datetime(year + 1, 4, 5, tzinfo=UTC)})
    sheet = book.add_worksheet("Sozialräume")
    head = book.add_format({"bold": True, "align": "center", "border": 1})
    sheet.write(0, 0, "Arbeitsmarkt und Grundsicherung nach Sozialräumen")
    sheet.write(1, 0, f"Musterstadt, Dezember {year}")
    sheet.merge_range(3, 0, 4, 0, "Gebiet", head)
    for at, (above, below) in enumerate(AGENCY_HEAD):
        sheet.merge_range(3, 1 + 2 * at, 3, 2 + 2 * at, above, head)
        sheet.write_row(4, 1 + 2 * at, below, head)
    for at, row in enumerate(rows):
        sheet.write_row(5 + at, 0, row)
    sheet.write_column(6 + len(rows), 0, AGENCY_NOTES)
    book.close()
    return _stored(memory.getvalue())


def _stored(archive: bytes) -> bytes:
    """The same archive without compression, whose bytes differ between versions of zlib."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), old.read(entry))
    return target.getvalue()


def _youth_file(helps: dict[tuple[str, int], int], year: int, revised: bool = False) -> bytes:
    counts = {area.code: helps[area.code, year] for area in NEIGHBOURHOODS}
    if revised:  # dirt: two helps too many were counted in the Nordstadt, three too few in 0301
        counts |= {"0201": counts["0201"] - 2, "0301": counts["0301"] + 3}
    rows: Table = [["Stichtag", "Schlüssel", "Gebiet", "Hilfen zur Erziehung am Stichtag"]]
    for area in NEIGHBOURHOODS:
        if revised and area.code == "0304":  # dirt: this value is withdrawn
            continue
        rows.append([f"31.12.{year}", area.code, area.name, _german(counts[area.code])])
    rows.append([f"31.12.{year}", CITY.code, "Musterstadt", _german(sum(counts.values()))])
    if year in (2015, 2021):  # dirt: a value that is not known, a text where a number belongs
        rows[12 if year == 2015 else 10][3] = "." if year == 2015 else "ca. 20"
    rows.append(["Quelle: Jugendamt der Stadt Musterstadt (erfunden)"])
    return _csv(rows, "utf-8-sig")


def _deliveries() -> list[tuple[str, str, str, bytes]]:
    """Source, file, day received and content of everything that was delivered."""
    register = _register()
    agency, helps = _agency(register), _helps(register)
    found = []
    for year in YEARS:
        table = _agency_file(_agency_rows(agency, year), year)
        registry, youth = _registry_file(register, year), _youth_file(helps, year)
        found += [
            ("melderegister", f"melderegister-{year}.csv", f"{year + 1}-01-20", registry),
            ("arbeitsagentur", f"arbeitsagentur-{year}.xlsx", f"{year + 1}-04-05", table),
            ("jugendamt", f"jugendamt-{year}.csv", f"{year + 1}-02-12", youth),
        ]
    late = _youth_file(helps, 2023, revised=True)
    found.append(("jugendamt", "jugendamt-2023-berichtigt.csv", "2024-06-03", late))
    return sorted(found)


# --- the folder ---------------------------------------------------------------------------------


def _areas_csv() -> bytes:
    head = ["code", "name", "name_in", "level", "parent", "valid_from", "valid_to", "aliases"]
    rows: Table = [[*head], [CITY.code, CITY.name, CITY.name_in, "city", "", "", "", CITY.aliases]]
    for a in DISTRICTS:
        rows.append([a.code, a.name, a.name_in, "district", CITY.code, "", "", a.aliases])
    for a in NEIGHBOURHOODS:
        rows.append([a.code, a.name, a.name_in, "neighbourhood", a.code[:2], "", "", a.aliases])
    return _csv(rows, "utf-8", ",", "\n")


def write_musterstadt(folder: Path) -> list[Path]:
    """Write everything that is generated and say which files these are.

    Parameters
    ----------
    folder
        The city folder; missing folders in it are made, other files stay as they are.

    Returns
    -------
    list of Path
        The files written, relative to `folder`, sorted.
    """
    deliveries = _deliveries()
    head: Table = [["source", "file", "received", "sha256"]]
    listed: Table = [
        [source, file, received, hashlib.sha256(content).hexdigest()]
        for source, file, received, content in deliveries
    ]
    centres = {area.code: (area.east, area.north) for area in NEIGHBOURHOODS}
    shapes = draw_map(centres, _draw("boundaries"))
    districts = {
        d.code: normalize(union_all([s for code, s in shapes.items() if code.startswith(d.code)]))
        for d in DISTRICTS
    }
    names = {area.code: area.name for area in (*DISTRICTS, *NEIGHBOURHOODS)}
    written = {Path("sources", s, file): content for s, file, _, content in deliveries}
    written[Path("areas.csv")] = _areas_csv()
    written[Path("sources/deliveries.csv")] = _csv(head + listed, "utf-8", ",", "\n")
    written[Path("boundaries/neighbourhoods.geojson")] = as_geojson(shapes, names)
    written[Path("boundaries/districts.geojson")] = as_geojson(districts, names)
    for file, content in written.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)
    return sorted(written)


if __name__ == "__main__":
    write_musterstadt(Path(sys.argv[1]))
