"""A folder with mistakes: each is named once, with its place, what was found and what is allowed.

Every case breaks a small sound city in one way.
"""

# ruff: noqa: E501 (messages stand here as they are printed)

import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from quartier.city import load_city
from quartier.errors import Problem, UserError

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"


@pytest.fixture
def city(tmp_path) -> Path:
    return shutil.copytree(KLEINSTADT, tmp_path / "kleinstadt")


def problems_of(city: Path) -> tuple[Problem, ...]:
    with pytest.raises(UserError) as caught:
        load_city(city)
    return caught.value.problems


Break = Callable[[Path], object]

OVERLAPPING = """    age: [0-17, 18+]
    office: ["yes", "no"]
    sport: [ball, team]
  overlapping: [sport]"""


def change(name: str, old: str, new: str) -> Break:
    def edit(city: Path) -> None:
        text = (city / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        (city / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def append(name: str, text: str) -> Break:
    def edit(city: Path) -> None:
        with (city / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def add(name: str, text: str = "x") -> Break:
    def edit(city: Path) -> None:
        (city / name).write_text(text, encoding="utf-8")

    return edit


def remove(name: str) -> Break:
    return lambda city: (city / name).unlink()


@dataclass(frozen=True)
class Case:
    """How a city is broken, and the one line that must come of it."""

    id: str
    edit: Break
    said: str


C, A, V, S, D, G, I = (  # noqa: E741
    "kleinstadt/city.yml",
    "kleinstadt/areas.csv",
    "kleinstadt/variables.yml",
    "kleinstadt/sources/clubs.yml",
    "kleinstadt/sources/deliveries.csv",
    "kleinstadt/goals.yml",
    "kleinstadt/indicators/member_rate.yml",
)

K = "kleinstadt/corrections.csv"

BOUNDARY = "boundaries:\n  {level}: {{file: {file}, code: code}}\n"

INDEX = "indices:\n  - {{id: one, title: Lage, level: {level}, status: [{status}]{more}}}\n"
AGES = "age_standardised:\n  - {{indicator: {whole}, parts: [{parts}], standard: {standard}}}\n"


def index(level: str = "district", status: str = "member_rate", more: str = "") -> Break:
    return append("city.yml", INDEX.format(level=level, status=status, more=more))


def ages(
    whole: str = "all_helped", parts: str = "young_helped, old_helped", standard: str = "city"
) -> Break:
    """Helped members of two ages, of which an indicator is to be freed."""

    def edit(city: Path) -> None:
        append("variables.yml", HELPED)(city)
        rate = (city / "indicators" / "member_rate.yml").read_text(encoding="utf-8")
        base, rest = rate.split("numerator")[0], rate.split("period: same}")[1]
        for name, group in (
            ("all_helped", "total"),
            ("young_helped", "age=0-17"),
            ("old_helped", "age=18+"),
        ):
            counted = (
                f"numerator: {{variable: helped, groups: [{group}]}}\n"
                f"denominator: {{variable: members, groups: [{group}], period: same}}"
            )
            add(f"indicators/{name}.yml", base + counted + rest)(city)
        append("city.yml", AGES.format(whole=whole, parts=parts, standard=standard))(city)

    return edit


def corrected(cells: str, head: str = "source,area,period,variable,group,action") -> Break:
    """A correction of the count of 2023, signed and with a reason."""
    columns, rest = (
        f"{head},expected,value,reason,by,on\n",
        ",40,41,Tippfehler,Sportamt,2024-02-02\n",
    )
    return add("corrections.csv", columns + cells + rest)


HELPED = """\
helped:
  title: Geförderte
  unit: persons
  kind: stock
  counts_persons: true
  basis: register
  dimensions:
    age: [0-17, 18+]
"""

CASES = [
    Case(
        "similar in an indicator that is not there",
        append("city.yml", "similar: {indicators: [member_rat]}\n"),
        f"{C}, Zeile 9, Feld „similar.indicators.1“: Diesen Indikator hat die Stadt nicht: „member_rat“. Erlaubt: "
        "member_rate. Hinweis: Meinten Sie „member_rate“?",
    ),
    Case(
        "an index of a level that is not there",
        index(level="distric"),
        f"{C}, Zeile 10, Feld „indices.1.level“: Diese Ebene gibt es nicht: „distric“. Erlaubt: city, district. "
        "Hinweis: Meinten Sie „district“?",
    ),
    Case(
        "an index without an area that is not there",
        index(more=', excluded: ["03"]'),
        f"{C}, Zeile 10, Feld „indices.1.excluded.1“: Diese Raumeinheit gibt es auf der Ebene nicht: „03“.",
    ),
    Case(
        "freed from ages by an indicator that is not there",
        ages(parts="young_helped, old_helpd"),
        f"{C}, Zeile 10, Feld „age_standardised.1.parts.2“: Diesen Indikator hat die Stadt nicht: „old_helpd“. Erlaubt: "
        "all_helped, member_rate, old_helped, young_helped. Hinweis: Meinten Sie „old_helped“?",
    ),
    Case(
        "freed from ages that leave somebody out",
        ages(parts="young_helped, young_helped"),
        f"{C}, Zeile 10, Feld „age_standardised.1.parts“: Diese Indikatoren teilen all_helped nicht nach Alter auf: "
        "„young_helped, young_helped“. Hinweis: Jedes Alter muss in genau einem der Teile "
        "gezählt sein.",
    ),
    Case(
        "given the ages of a standard that knows no such bands",
        ages(standard="european_2013"),
        f"{C}, Zeile 10, Feld „age_standardised.1.standard“: Diese Altersgruppen passen nicht zur europäischen Standardbevölkerung: "
        "„0-17, 18+“. Erlaubt: 0-4, 5-9, 10-14, 15-19, 20-24, 25-29, 30-34, 35-39, 40-44, "
        "45-49, 50-54, 55-59, 60-64, 65-69, 70-74, 75-79, 80-84, 85-89, 90+. Hinweis: Mit "
        "„standard: city“ ist die Bevölkerung der Stadt der Maßstab.",
    ),
    Case("no areas", remove("areas.csv"), f"{A}: Diese Datei fehlt."),
    Case("no settings", remove("city.yml"), f"{C}: Diese Datei fehlt."),
    Case("no list of deliveries", remove("sources/deliveries.csv"), f"{D}: Diese Datei fehlt."),
    Case(
        "a file that nothing reads",
        add("goal.yml"),
        "kleinstadt/goal.yml: Mit dieser Datei weiß Quartier nichts anzufangen. Erlaubt: "
        "README.md, areas.csv, city.yml, corrections.csv, goals.yml, variables.yml, boundaries, "
        "indicators, sources. Hinweis: Meinten Sie „goals.yml“?",
    ),
    Case(
        "a description that ends otherwise",
        add("sources/sports.yaml"),
        "kleinstadt/sources/sports.yaml: Mit dieser Datei weiß Quartier nichts anzufangen. "
        "Erlaubt: *.yml, deliveries.csv, README.md.",
    ),
    Case(
        "an indicator that ends otherwise",
        add("indicators/rate.yaml"),
        "kleinstadt/indicators/rate.yaml: Mit dieser Datei weiß Quartier nichts anzufangen. "
        "Erlaubt: *.yml, README.md.",
    ),
    # YAML
    Case(
        "a key misspelt below a name that the city chose",
        change("variables.yml", "  title: Mitglieder", "  title: Mitglieder\n  bases: register"),
        f"{V}, Zeile 3, Feld „members.bases“: Diese Angabe ist unbekannt: „bases“. Erlaubt: basis, "
        "counts_persons, crosswalk, dimensions, kind, overlapping, place, planned, reference_date, title, unit. Hinweis: "
        "Meinten Sie „basis“?",
    ),
    Case(
        "a name with a capital and a space",
        change("variables.yml", "visitors:", "Our Visitors:"),
        f"{V}, Zeile 9, Feld „Our Visitors“: Diese Schreibweise ist hier nicht erlaubt: „Our "
        "Visitors“. Erlaubt: Kleinbuchstaben, Ziffern und Unterstriche, am Anfang ein Buchstabe.",
    ),
    Case(
        "a day as seconds",
        change("city.yml", "2020-01-01", "1577836800"),
        f"{C}, Zeile 6, Feld „geographies.1.valid_from“: Das ist kein Datum: „1577836800“. "
        "Erlaubt: ein Datum wie 2024-12-31.",
    ),
    Case(
        "an anchor",
        change("goals.yml", "  - {id: product", "  - &p {id: product"),
        f"{G}, Zeile 3: Verweise (* und &) sind in dieser Datei nicht erlaubt.",
    ),
    Case(
        "a key misspelt",
        change("city.yml", "  threshold: 5", "  treshold: 5"),
        f"{C}, Zeile 8, Feld „disclosure.treshold“: Diese Angabe ist unbekannt: „treshold“. "
        "Erlaubt: threshold, zero. Hinweis: Meinten Sie „threshold“?",
    ),
    Case(
        "a key twice",
        append("city.yml", "name: Anders\n"),
        f"{C}, Zeile 9, Feld „name“: Der Schlüssel steht schon in Zeile 1: „name“.",
    ),
    Case(
        "a key missing",
        change("sources/clubs.yml", "owner: Sportamt\n", ""),
        f"{S}, Zeile 1, Feld „owner“: Diese Angabe fehlt.",
    ),
    Case(
        "a key with nothing behind it",
        change("sources/clubs.yml", "owner: Sportamt", "owner:"),
        f"{S}, Zeile 2, Feld „owner“: Hier fehlt ein Text.",
    ),
    Case(
        "a word for a number",
        change("city.yml", "threshold: 5", "threshold: fünf"),
        f"{C}, Zeile 8, Feld „disclosure.threshold“: Das ist keine ganze Zahl: „fünf“.",
    ),
    Case(
        "a number too small",
        change("city.yml", "threshold: 5", "threshold: 0"),
        f"{C}, Zeile 8, Feld „disclosure.threshold“: Der Wert ist zu klein: „0“. "
        "Erlaubt: 1 oder mehr.",
    ),
    Case(
        "a wrong choice",
        change(
            "variables.yml",
            "  unit: persons\n  kind: stock\n  counts_persons: true\n  basis: register",
            "  unit: person\n  kind: stock\n  counts_persons: true\n  basis: register",
        ),
        f"{V}, Zeile 3, Feld „members.unit“: Dieser Wert ist hier nicht erlaubt: „person“. Erlaubt: "
        "persons, count, percent, per_1000, points, euro, square_metres, index. Hinweis: Meinten Sie „persons“?",
    ),
    Case(
        "neither yes nor no",
        change(
            "variables.yml",
            "  counts_persons: true\n  basis: register",
            "  counts_persons: ja\n  basis: register",
        ),
        f"{V}, Zeile 5, Feld „members.counts_persons“: Hier steht weder „true“ noch „false“: „ja“.",
    ),
    Case(
        "one where many are expected",
        change(
            "city.yml",
            'geographies:\n  - {id: "2020", valid_from: 2020-01-01}',
            "geographies: 2020",
        ),
        f"{C}, Zeile 5, Feld „geographies“: Hier wird eine Liste erwartet, jeder Eintrag mit „- “: "
        "„2020“.",
    ),
    Case(
        "no valid YAML",
        change("sources/clubs.yml", "title: Vereine", "title: Vereine: alle"),
        f"{S}, Zeile 1: Die Datei ist kein gültiges YAML. Hinweis: Einrückungen prüfen, und ob ein "
        "Text mit Doppelpunkt in Anführungszeichen steht.",
    ),
    Case(
        "an alias",
        change(
            "goals.yml",
            "  - {id: product, name: Produktziel}",
            "  - &p {id: product, name: Produktziel}\n  - *p",
        ),
        f"{G}, Zeile 3: Verweise (* und &) sind in dieser Datei nicht erlaubt.",
    ),
    Case(
        "not in UTF-8",
        lambda city: (city / "goals.yml").write_bytes("levels:\n# für\n".encode("cp1252")),
        f"{G}, Zeile 2: Die Datei ist nicht in UTF-8 gespeichert. Hinweis: Beim Speichern im "
        "Editor als Zeichenkodierung „UTF-8“ wählen.",
    ),
    # areas.csv
    Case(
        "a spreadsheet lost the leading zeros",
        change("areas.csv", "01,Nord,im Norden,district,00", "01,Nord,im Norden,district,0"),
        f"{A}, Zeile 3, Spalte „parent“: Diese übergeordnete Raumeinheit gibt es nicht: „0“. "
        "Hinweis: Gemeint ist wohl „00“: Eine Tabellenkalkulation hat die führende Null entfernt.",
    ),
    Case(
        "the row of the parent lost its zeros",
        lambda city: (
            change("areas.csv", "00,Kleinstadt", "0,Kleinstadt")(city),
            change("areas.csv", "district,00,,,\n02", "district,0,,,\n02")(city),
        ),
        f"{A}, Zeile 4, Spalte „parent“: Diese übergeordnete Raumeinheit gibt es nicht: „00“. "
        "Hinweis: In areas.csv steht „0“: Dort hat wohl eine Tabellenkalkulation die führende Null "
        "entfernt.",
    ),
    Case(
        "a code twice",
        change("areas.csv", "02,Süd", "01,Süd"),
        f"{A}, Zeile 4, Spalte „code“: Der Schlüssel steht schon in Zeile 3: „01“.",
    ),
    Case(
        "no name",
        change("areas.csv", "02,Süd", "02,"),
        f"{A}, Zeile 4, Spalte „name“: Der Name fehlt.",
    ),
    Case(
        "a level that is not there",
        change("areas.csv", "im Süden,district", "im Süden,distrikt"),
        f"{A}, Zeile 4, Spalte „level“: Diese Ebene gibt es in city.yml nicht: „distrikt“. Erlaubt: "
        "city, district. Hinweis: Meinten Sie „district“?",
    ),
    Case(
        "a parent that is no higher",
        change("areas.csv", "im Süden,district,00", "im Süden,district,01"),
        f"{A}, Zeile 4, Spalte „parent“: Die übergeordnete Raumeinheit liegt nicht auf einer höheren "
        "Ebene: „01“.",
    ),
    Case(
        "semicolons",
        lambda city: (city / "areas.csv").write_text("code;name\n01;Nord\n", encoding="utf-8"),
        f"{A}, Zeile 1: Die Spalten sind mit Semikolon getrennt statt mit Komma. Hinweis: In der "
        "Tabellenkalkulation als „CSV UTF-8 (durch Kommas getrennt)“ speichern.",
    ),
    Case(
        "tabs",
        lambda city: (city / "areas.csv").write_text("code\tname\n01\tNord\n", encoding="utf-8"),
        f"{A}, Zeile 1: Die Spalten sind mit Tabulator getrennt statt mit Komma. Hinweis: In der "
        "Tabellenkalkulation als „CSV UTF-8 (durch Kommas getrennt)“ speichern.",
    ),
    Case(
        "nothing in it",
        lambda city: (city / "areas.csv").write_text("", encoding="utf-8"),
        f"{A}, Zeile 1: Hier fehlen die Namen der Spalten. Erlaubt: code, name, name_in, level, "
        "parent, valid_from, valid_to, aliases.",
    ),
    Case(
        "a quotation mark that swallows the rest",
        append("areas.csv", '03,"' + "x" * 140_000),
        f"{A}: Ein Anführungszeichen wird geöffnet und nicht richtig geschlossen.",
    ),
    Case(
        "a column missing",
        change("areas.csv", ",aliases", ""),
        f"{A}, Zeile 1: Diese Spalte fehlt: „aliases“.",
    ),
    Case(
        "a column twice",
        change("areas.csv", "valid_to,aliases", "valid_to,aliases,aliases"),
        f"{A}, Zeile 1: Diese Spalte steht zweimal da: „aliases“.",
    ),
    Case(
        "a column too many",
        change("areas.csv", "valid_to,aliases", "valid_to,aliases,colour"),
        f"{A}, Zeile 1: Diese Spalte ist unbekannt: „colour“. Erlaubt: code, name, name_in, level, "
        "parent, valid_from, valid_to, aliases.",
    ),
    Case(
        "too many cells in the row of the city",
        change("areas.csv", "00,Kleinstadt,", "00,Klein,stadt,"),
        f"{A}, Zeile 2: Die Zeile hat 9 Zellen statt 8. Hinweis: Ein Text, der ein Komma enthält, "
        "gehört in Anführungszeichen.",
    ),
    Case(
        "too many cells",
        change("areas.csv", "02,Süd,im Süden", "02,Süd, klein,im Süden"),
        f"{A}, Zeile 4: Die Zeile hat 9 Zellen statt 8. Hinweis: Ein Text, der ein Komma enthält, "
        "gehört in Anführungszeichen.",
    ),
    Case(
        "a day written otherwise",
        change("areas.csv", "im Süden,district,00,,,", "im Süden,district,00,20200101,,"),
        f"{A}, Zeile 4, Spalte „valid_from“: Das ist kein Datum: „20200101“. Erlaubt: ein Datum wie "
        "2024-12-31.",
    ),
    # corrections.csv
    Case(
        "a correction of a source that is not there",
        corrected("club,01,2023,members,,replace"),
        f"{K}, Zeile 2, Spalte „source“: Diese Quelle gibt es nicht: „club“. Erlaubt: clubs. "
        "Hinweis: Meinten Sie „clubs“?",
    ),
    Case(
        "a correction of what the source does not deliver",
        corrected("clubs,01,2023,member,,replace"),
        f"{K}, Zeile 2, Spalte „variable“: Dieses Merkmal liefert die Quelle nicht: „member“. "
        "Erlaubt: members. Hinweis: Meinten Sie „members“?",
    ),
    Case(
        "a correction of an area without its leading zero",
        corrected("clubs,1,2023,members,,replace"),
        f"{K}, Zeile 2, Spalte „area“: Diese Raumeinheit gibt es nicht: „1“. Hinweis: Gemeint ist "
        "wohl „01“: Eine Tabellenkalkulation hat die führende Null entfernt.",
    ),
    Case(
        "a correction of an area by its name",
        corrected("clubs,Süd,2023,members,,replace"),
        f"{K}, Zeile 2, Spalte „area“: Diese Raumeinheit gibt es nicht: „Süd“. Hinweis: Hier steht "
        "der Schlüssel, also 02.",
    ),
    Case(
        "a correction of a part that is not counted",
        corrected("clubs,01,2023,members,age=0-18,replace"),
        f"{K}, Zeile 2, Spalte „group“: Keine Spannen der Daten ergeben zusammen „age=0-18“: "
        "„age=0-18“.",
    ),
    Case(
        "a correction of a cut that is not made",
        corrected("clubs,01,2023,members,sex=f,replace"),
        f"{K}, Zeile 2, Spalte „group“: Das Merkmal ist nicht nach „sex“ gegliedert: „sex=f“.",
    ),
    Case(
        "a correction of a kind that is not there",
        corrected("clubs,01,2023,members,,replase"),
        f"{K}, Zeile 2, Spalte „action“: Diese Berichtigung gibt es nicht: „replase“. Erlaubt: "
        "drop, replace, scale, flag. Hinweis: Meinten Sie „replace“?",
    ),
    Case(
        "corrections without a column",
        corrected("clubs,01,2023,members,replace", head="source,area,period,variable,action"),
        f"{K}, Zeile 1: Diese Spalte fehlt: „group“.",
    ),
    # boundaries
    Case(
        "boundaries of an unknown level",
        lambda city: (
            (city / "boundaries").mkdir(),
            add("boundaries/d.geojson")(city),
            append(
                "city.yml",
                "coordinates: EPSG:25832\n"
                + BOUNDARY.format(level="block", file="boundaries/d.geojson"),
            )(city),
        ),
        f"{C}, Zeile 11, Feld „boundaries.block“: Diese Ebene gibt es nicht: „block“. Erlaubt: city, "
        "district.",
    ),
    Case(
        "boundaries that are not there",
        append(
            "city.yml",
            "coordinates: EPSG:25832\n"
            + BOUNDARY.format(level="district", file="boundaries/d.geojson"),
        ),
        f"{C}, Zeile 11, Feld „boundaries.district.file“: Diese Datei mit Grenzen ist nicht im "
        "Ordner der Stadt: „boundaries/d.geojson“.",
    ),
    Case(
        "boundaries without coordinate system",
        lambda city: (
            (city / "boundaries").mkdir(),
            add("boundaries/d.geojson")(city),
            append("city.yml", BOUNDARY.format(level="district", file="boundaries/d.geojson"))(
                city
            ),
        ),
        f"{C}, Zeile 9, Feld „boundaries“: Zu den Grenzen fehlt das Koordinatensystem "
        "(„coordinates“).",
    ),
    Case(
        "an indicator of the catalogue that is not there",
        append("city.yml", "indicators: [populaton]\n"),
        f"{C}, Zeile 9, Feld „indicators.1“: Diesen Indikator gibt es nicht: „populaton“. "
        "Hinweis: Meinten Sie „population“?",
    ),
    Case(
        "pages in a language that is not there",
        append("city.yml", "languages: [de, fr]\n"),
        f"{C}, Zeile 9, Feld „languages.2“: In dieser Sprache gibt es keine Seiten: „fr“. Erlaubt: de, en.",
    ),
    Case(
        "a language twice",
        append("city.yml", "languages: [de, de]\n"),
        f"{C}, Zeile 9, Feld „languages.2“: Das steht zweimal da: „de“.",
    ),
    # variables and indicators
    Case(
        "bands with a gap",
        change("variables.yml", "[0-17, 18+]", "[0-17, 20+]"),
        f"{V}, Zeile 8, Feld „members.dimensions.age“: Zwischen „0-17“ und „20+“ ist eine Lücke: „age“.",
    ),
    Case(
        "a variable that is not there",
        change(
            "indicators/member_rate.yml",
            "denominator: {variable: members",
            "denominator: {variable: member",
        ),
        f"{I}, Zeile 9, Feld „denominator.variable“: Dieses Merkmal gibt es nicht: „member“. "
        "Hinweis: Meinten Sie „members“?",
    ),
    Case(
        "mixed populations",
        change(
            "indicators/member_rate.yml",
            "denominator: {variable: members",
            "denominator: {variable: visitors",
        ),
        f"{I}, Zeile 9, Feld „denominator“: Zähler und Nenner beruhen auf verschiedenen "
        "Bevölkerungen: „census2022, register“.",
    ),
    Case(
        "a group that the variable does not have",
        change("indicators/member_rate.yml", "groups: [age=0-17]", "groups: [age=0-15]"),
        f"{I}, Zeile 8, Feld „numerator.groups.1“: Keine Spannen der Daten ergeben zusammen "
        "„age=0-15“: „age=0-15“.",
    ),
    Case(
        "a sum over parts that overlap",
        lambda city: (
            change("variables.yml", "    age: [0-17, 18+]", OVERLAPPING)(city),
            change("indicators/member_rate.yml", "age=0-17", "age=0-17;office=yes")(city),
        ),
        f"{I}, Zeile 8, Feld „numerator.groups.1“: Es fehlen Gruppen: age=0-17;office=yes: "
        "„age=0-17;office=yes“.",
    ),
    Case(
        "parts that overlap counted twice",
        lambda city: (
            change("variables.yml", "    age: [0-17, 18+]", OVERLAPPING)(city),
            change(
                "indicators/member_rate.yml",
                "groups: [age=0-17]",
                "groups: [age=0-17;office=yes;sport=ball, age=0-17;office=yes;sport=team]",
            )(city),
        ),
        f"{I}, Zeile 8, Feld „numerator.groups.2“: Diese Gruppe überschneidet sich mit einer "
        "anderen: Sie zählte doppelt: „age=0-17;office=yes;sport=team“.",
    ),
    Case(
        "overlapping parts of something that is no dimension",
        change(
            "variables.yml", "    age: [0-17, 18+]", "    age: [0-17, 18+]\n  overlapping: [ages]"
        ),
        f"{V}, Zeile 9, Feld „members.overlapping.1“: „overlapping“ nennt eine Gliederung, die nicht "
        "unter „dimensions“ steht: „ages“. Erlaubt: age.",
    ),
    Case(
        "groups that overlap",
        change("indicators/member_rate.yml", "groups: [age=0-17]", "groups: [age=0-17, total]"),
        f"{I}, Zeile 8, Feld „numerator.groups.2“: Diese Gruppe überschneidet sich mit einer "
        "anderen: Sie zählte doppelt: „total“.",
    ),
    Case(
        "a proportion of nothing",
        change(
            "indicators/member_rate.yml", "denominator: {variable: members, period: same}\n", ""
        ),
        f"{I}, Zeile 6, Feld „kind“: Anteile und Raten brauchen einen Nenner („denominator“).",
    ),
    Case(
        "an interval of another kind",
        change("indicators/member_rate.yml", "interval: wilson", "interval: byar"),
        f"{I}, Zeile 7, Feld „interval“: Dieses Intervall gehört nicht zu dieser Art von Indikator: „byar“. "
        "Erlaubt: wilson für Anteile, byar für Raten, none für alles.",
    ),
    Case(
        "something delivered in another unit",
        lambda city: (
            change(
                "indicators/member_rate.yml",
                "kind: proportion\ninterval: wilson",
                "kind: delivered\ninterval: none",
            )(city),
            change(
                "indicators/member_rate.yml", "denominator: {variable: members, period: same}\n", ""
            )(city),
        ),
        f"{I}, Zeile 5, Feld „unit“: Geliefertes wird gezeigt, wie es ist: Die Einheit muss die des "
        "Merkmals sein: „percent“. Erlaubt: persons.",
    ),
    Case(
        "a count in per cent",
        lambda city: (
            change(
                "indicators/member_rate.yml",
                "kind: proportion\ninterval: wilson",
                "kind: count\ninterval: none",
            )(city),
            change(
                "indicators/member_rate.yml", "denominator: {variable: members, period: same}\n", ""
            )(city),
        ),
        f"{I}, Zeile 5, Feld „unit“: Diese Einheit gehört nicht zu dieser Art von Indikator: "
        "„percent“. Erlaubt: persons, count, euro.",
    ),
    Case(
        "a count in another unit than its variable",
        lambda city: (
            change(
                "indicators/member_rate.yml",
                "unit: percent\nkind: proportion\ninterval: wilson",
                "unit: count\nkind: count\ninterval: none",
            )(city),
            change(
                "indicators/member_rate.yml", "denominator: {variable: members, period: same}\n", ""
            )(city),
        ),
        f"{I}, Zeile 5, Feld „unit“: Eine Anzahl hat die Einheit ihres Merkmals: „count“. "
        "Erlaubt: persons.",
    ),
    Case(
        "a share in persons",
        change("indicators/member_rate.yml", "unit: percent", "unit: persons"),
        f"{I}, Zeile 5, Feld „unit“: Diese Einheit gehört nicht zu dieser Art von Indikator: "
        "„persons“. Erlaubt: percent, per_1000.",
    ),
    Case(
        "a break that is no period",
        append("indicators/member_rate.yml", "breaks: [{period: Sommer 2022, reason: Reform}]\n"),
        f"{I}, Zeile 14, Feld „breaks.1.period“: Das ist kein Zeitraum: „Sommer 2022“. Erlaubt: ein "
        "Zeitraum wie 2024, 2023/24 oder 2024-T2.",
    ),
    Case(
        "an area without parent below the top",
        change("areas.csv", "district,00,,,\n02", "district,,,,\n02"),
        f"{A}, Zeile 3, Spalte „parent“: Die übergeordnete Raumeinheit fehlt; nur auf der obersten "
        "Ebene gibt es keine. Erlaubt: 00.",
    ),
    Case(
        "one mark for decimals and thousands",
        change("sources/clubs.yml", 'separator: ";"', 'separator: ";", thousands: ","'),
        f"{S}, Zeile 4, Feld „csv.thousands“: Dasselbe Zeichen kann nicht Dezimal- und "
        "Tausenderzeichen sein: „,“.",
    ),
    Case(
        "a header in row 0",
        lambda city: (
            change("sources/clubs.yml", "format: csv", "format: xlsx")(city),
            append("sources/clubs.yml", "xlsx: {sheet: Tabelle1, header_rows: [0]}\n")(city),
        ),
        f"{S}, Zeile 9, Feld „xlsx.header_rows.1“: Der Wert ist zu klein: „0“. Erlaubt: 1 oder mehr.",
    ),
    Case(
        "a due year that is a slip of the pen",
        change("goals.yml", 'due: "2028"', 'due: "2208"'),
        f"{G}, Zeile 17, Feld „goals.2.targets.1.due“: Das ist kein Jahr: „2208“. Erlaubt: ein "
        "Jahr wie 2026.",
    ),
    # sources
    Case(
        "an encoding that is not there",
        change("sources/clubs.yml", "encoding: utf-8", "encoding: utf8x"),
        f"{S}, Zeile 4, Feld „csv.encoding“: Diese Zeichenkodierung gibt es nicht: „utf8x“. "
        "Erlaubt: meist utf-8 oder cp1252. Hinweis: Meinten Sie „utf-8“?",
    ),
    Case(
        "an encoding that encodes no texts",
        change("sources/clubs.yml", "encoding: utf-8", "encoding: hex"),
        f"{S}, Zeile 4, Feld „csv.encoding“: Diese Zeichenkodierung gibt es nicht: „hex“. "
        "Erlaubt: meist utf-8 oder cp1252.",
    ),
    Case(
        "the one value of a source misdescribed",
        change(
            "sources/clubs.yml", "{column: anzahl, variable", "{colum: anzahl, column: x, variable"
        ),
        f"{S}, Zeile 8, Feld „values.1.colum“: Diese Angabe ist unbekannt: „colum“. Erlaubt: codes, "
        "column, file, group, optional, parts, pattern, period, quality, times, variable. Hinweis: Meinten Sie „column“?",
    ),
    Case(
        "the period in two places",
        change(
            "sources/clubs.yml", "period: {column: jahr}", 'period: {column: jahr, fixed: "2023"}'
        ),
        f"{S}, Zeile 6, Feld „period“: Genau eine der Angaben „column“, „file“, „sheet“ und „fixed“ wird "
        "gebraucht.",
    ),
    Case(
        "a workbook without its sheet",
        change("sources/clubs.yml", "format: csv", "format: xlsx"),
        f"{S}, Zeile 3, Feld „format“: Zum Format „xlsx“ gehört ein Abschnitt „xlsx“ mit dem Tabellenblatt.",
    ),
    Case(
        "an exclusion by a column that is not read",
        append(
            "sources/clubs.yml",
            'excluded_when:\n  - {columns: [summe], equals: "0", '
            "then: [anzahl], reason: zu klein}\n",
        ),
        f"{S}, Zeile 10, Feld „excluded_when.1“: „excluded_when“ nennt eine Spalte, die nicht unter „values“ steht: "
        "„summe“.",
    ),
    Case(
        "a source of something unknown",
        change("sources/clubs.yml", "variable: members", "variable: visitor"),
        f"{S}, Zeile 8, Feld „values.1.variable“: Dieses Merkmal gibt es nicht: „visitor“. "
        "Hinweis: Meinten Sie „visitors“?",
    ),
    Case(
        "cut by something that the variable is not cut by",
        append("sources/clubs.yml", "groups:\n  - {column: g, dimension: sex, values: {m: m}}\n"),
        f"{S}, Zeile 10, Feld „groups.1.dimension“: Nach dieser Gliederung wird das Merkmal nicht "
        "gezählt: „sex“. Erlaubt: age.",
    ),
    Case(
        "cut twice by the same",
        lambda city: (
            change(
                "sources/clubs.yml", "variable: members}", "variable: members, group: age=0-17}"
            )(city),
            append(
                "sources/clubs.yml",
                "groups:\n  - {column: g, dimension: age, values: {jung: 0-17}}\n",
            )(city),
        ),
        f"{S}, Zeile 8, Feld „values.1.group“: Nach dieser Gliederung teilt schon eine Spalte unter "
        "„groups“ auf: „age“.",
    ),
    Case(
        "parts both listed and cut out",
        append(
            "sources/clubs.yml",
            "groups:\n  - {column: g, dimension: age, values: {jung: 0-17}, pattern: (.*)}\n",
        ),
        f"{S}, Zeile 10, Feld „groups.1.pattern“: Entweder „values“ oder „pattern“, nicht beides: "
        "„(.*)“.",
    ),
    Case(
        "a part that the variable is not cut into, in two columns",
        append(
            "sources/clubs.yml",
            "  - {column: davon, variable: members, optional: true}\n"
            "groups:\n  - {column: g, dimension: age, values: {jung: 0-15}}\n",
        ),
        f"{S}, Zeile 11, Feld „groups.1.values“: Diesen Teil hat die Gliederung des Merkmals nicht: "
        "„0-15“. Erlaubt: 0-17, 18+, total. Hinweis: Meinten Sie „0-17“?",
    ),
    # deliveries.csv
    Case(
        "a file twice",
        lambda city: append(
            "sources/deliveries.csv",
            (city / "sources/deliveries.csv").read_text("utf-8").splitlines()[1] + "\n",
        )(city),
        f"{D}, Zeile 3, Spalte „file“: Diese Datei steht schon in Zeile 2: „clubs-2023.csv“.",
    ),
    Case(
        "a file's name misspelt",
        change("sources/deliveries.csv", "clubs-2023.csv", "clubs-2032.csv"),
        f"{D}, Zeile 2, Spalte „file“: Diese gelieferte Datei ist nicht da: „clubs-2032.csv“. "
        "Hinweis: Meinten Sie „clubs-2023.csv“?",
    ),
    Case(
        "the source of a file misspelt",
        change("sources/deliveries.csv", "clubs,clubs", "club,clubs"),
        f"{D}, Zeile 2, Spalte „source“: Zu dieser Quelle fehlt die Beschreibung "
        "„sources/club.yml“: „club“. Erlaubt: clubs. Hinweis: Meinten Sie „clubs“?",
    ),
    Case(
        "a delivery in one word",
        change("sources/deliveries.csv", "2024-02-01", "20240201"),
        f"{D}, Zeile 2, Spalte „received“: Das ist kein Datum: „20240201“. Erlaubt: ein Datum wie "
        "2024-12-31.",
    ),
    Case(
        "a delivery of an undescribed source",
        append("sources/deliveries.csv", "club,a.csv,2024-01-01,00\n"),
        f"{D}, Zeile 3, Spalte „source“: Zu dieser Quelle fehlt die Beschreibung "
        "„sources/club.yml“: „club“. Erlaubt: clubs. Hinweis: Meinten Sie „clubs“?",
    ),
    Case(
        "a file that is not there",
        append("sources/deliveries.csv", "clubs,clubs-2024.csv,2025-01-01,00\n"),
        f"{D}, Zeile 3, Spalte „file“: Diese gelieferte Datei ist nicht da: „clubs-2024.csv“. "
        "Hinweis: Meinten Sie „clubs-2023.csv“?",
    ),
    Case(
        "a file outside of the folder",
        append("sources/deliveries.csv", "clubs,../clubs.yml,2025-01-01,00\n"),
        f"{D}, Zeile 3, Spalte „file“: Der Pfad führt aus dem Ordner der Quelle heraus: "
        "„../clubs.yml“.",
    ),
    Case(
        "a file that nobody listed",
        add("sources/clubs/clubs-2024.csv"),
        "kleinstadt/sources/clubs/clubs-2024.csv: Diese Datei liegt bei den Lieferungen, steht "
        "aber nicht in deliveries.csv. Hinweis: Dort eine Zeile ergänzen, mit dem Tag des Eingangs; "
        f"etwa: clubs,clubs-2024.csv,2026-01-31,{hashlib.sha256(b'x').hexdigest()}",
    ),
    Case(
        "a list where a line of text belongs",
        change("city.yml", "name: Kleinstadt", "name: [Kleinstadt]"),
        f"{C}, Zeile 1, Feld „name“: Hier fehlt ein Text.",
    ),
    Case(
        "a file name that no system allows",
        append("sources/deliveries.csv", f"clubs,{'x' * 300}.csv,2024-02-01,aa\n"),
        f"{D}, Zeile 3, Spalte „file“: Diese gelieferte Datei ist nicht da: „{'x' * 79}…“.",
    ),
    Case(
        "a quotation mark that swallows the rows behind it",
        change("areas.csv", "district,00,,,\n02", 'district,00,,,"Nordstadt\n02'),
        f"{A}: Ein Anführungszeichen wird geöffnet und nicht richtig geschlossen.",
    ),
    Case(
        "a delivery on no day",
        change("sources/deliveries.csv", "2024-02-01", "01.02.2024"),
        f"{D}, Zeile 2, Spalte „received“: Das ist kein Datum: „01.02.2024“. Erlaubt: ein Datum wie "
        "2024-12-31.",
    ),
    # goals
    Case(
        "a level of goals twice",
        change(
            "goals.yml",
            "  - {id: product, name: Produktziel}",
            "  - {id: product, name: Produktziel}\n  - {id: guiding, name: Ziel}",
        ),
        f"{G}, Zeile 4, Feld „levels.3.id“: Diese Kennung ist schon vergeben: „guiding“.",
    ),
    Case(
        "a fall by the whole",
        change("goals.yml", "change: +5 %", "change: -100 %"),
        f"{G}, Zeile 15, Feld „goals.2.targets.1.change“: Der Wert ist zu klein: „-100 %“.",
    ),
    Case(
        "a year in wide digits",
        change("goals.yml", 'due: "2028"', "due: ２０２８"),
        f"{G}, Zeile 17, Feld „goals.2.targets.1.due“: Das ist kein Jahr: „２０２８“. Erlaubt: ein "
        "Jahr wie 2026.",
    ),
    Case(
        "a parent that is not there",
        change("goals.yml", "parent: together", "parent: togehter"),
        f"{G}, Zeile 8, Feld „goals.2.parent“: Dieses Ziel gibt es nicht: „togehter“. Erlaubt: "
        "more_young, together. Hinweis: Meinten Sie „together“?",
    ),
    Case(
        "a goal without parent",
        change("goals.yml", "    parent: together\n", ""),
        f"{G}, Zeile 6, Feld „goals.2.parent“: Ein Ziel unterhalb der obersten Ebene braucht ein "
        "übergeordnetes Ziel: „more_young“.",
    ),
    Case(
        "a goal's name given twice",
        change("goals.yml", "id: young_city", "id: together"),
        f"{G}, Zeile 11, Feld „goals.2.targets.1.id“: Diese Kennung ist schon vergeben: „together“.",
    ),
    Case(
        "a change that is no share",
        change("goals.yml", "change: +5 %", "change: fünf mehr"),
        f"{G}, Zeile 15, Feld „goals.2.targets.1.change“: Das ist keine Veränderung in Prozent: "
        "„fünf mehr“. Erlaubt: eine Veränderung in Prozent wie „-10 %“ oder „+2,5 %“.",
    ),
    Case(
        "due before it begins",
        change("goals.yml", 'due: "2028"', 'due: "2023"'),
        f"{G}, Zeile 17, Feld „goals.2.targets.1.due“: Das Zieljahr liegt nicht nach dem "
        "Ausgangsjahr: „2023“. Erlaubt: ein Jahr nach 2023.",
    ),
    Case(
        "a target for an area that lost its zero",
        change("goals.yml", 'area: "00"', "area: 0"),
        f"{G}, Zeile 13, Feld „goals.2.targets.1.area“: Diese Raumeinheit gibt es nicht: „0“. "
        "Hinweis: Gemeint ist wohl „00“: Eine Tabellenkalkulation hat die führende Null entfernt.",
    ),
    Case(
        "a target for an indicator that is not there",
        change("goals.yml", "indicator: member_rate", "indicator: members_rate"),
        f"{G}, Zeile 12, Feld „goals.2.targets.1.indicator“: Diesen Indikator gibt es nicht: "
        "„members_rate“. Erlaubt: member_rate. Hinweis: Meinten Sie „member_rate“?",
    ),
]


def test_an_indicator_can_be_freed_from_the_ages_that_divide_it(city):
    ages()(city)
    (chosen,) = load_city(city).settings.age_standardised
    assert chosen.parts == ("young_helped", "old_helped")


def test_the_city_is_sound_before_it_is_broken(city):
    read = load_city(city)
    assert [area.code for area in read.areas] == ["00", "01", "02"]
    assert read.pyramid is not None
    assert [target.change for _goal, target in read.pyramid.targets()] == [0.05]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_mistake_is_named_once_with_its_place(case, city):
    case.edit(city)
    said = [problem.into("de") for problem in problems_of(city)]
    assert [_short(line, case.said) for line in said] == [case.said]


def _short(line: str, expected: str) -> str:
    """Without what is allowed, where the case does not list it: it is the whole catalogue."""
    return line if "Erlaubt" in expected else re.sub(r" Erlaubt: [^.]*\.", "", line)


def test_a_file_that_was_changed_after_delivery_is_named_with_its_digest(city):
    delivered = KLEINSTADT / "sources" / "clubs" / "clubs-2023.csv"
    changed = delivered.read_text(encoding="utf-8").replace("40", "41")
    (city / "sources/clubs/clubs-2023.csv").write_text(changed, encoding="utf-8")
    (problem,) = problems_of(city)
    assert str(problem.place.file) == D
    assert (problem.place.row, problem.place.column) == (2, "sha256")
    assert "„clubs-2023.csv“ ist nicht mehr, wie sie geliefert wurde" in problem.into("de")
    assert hashlib.sha256(changed.encode()).hexdigest() in problem.into("de")


def test_a_delivery_of_tomorrow_is_a_mistake(city):
    assert load_city(city, date(2024, 2, 1)).files
    with pytest.raises(UserError) as caught:
        load_city(city, date(2024, 1, 31))
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"{D}, Zeile 2, Spalte „received“: Dieser Tag liegt in der Zukunft: „2024-02-01“."
    )


def test_corrections_are_read_with_the_city(city):
    assert load_city(city).corrections == ()
    corrected("clubs,01,31.12.2023,members,age=0-17,replace")(city)
    (correction,) = load_city(city).corrections
    assert (correction.period, correction.group) == ("2023-12-31", "age=0-17")
    assert (correction.expected, correction.value, correction.row) == (40, 41, 2)


def test_a_correction_of_tomorrow_is_a_mistake(city):
    corrected("clubs,01,2023,members,,replace")(city)
    assert load_city(city, date(2024, 2, 2)).corrections
    with pytest.raises(UserError) as caught:
        load_city(city, date(2024, 2, 1))
    assert [str(problem) for problem in caught.value.problems] == [
        f"{K}, Zeile 2, Spalte „on“: Dieser Tag liegt in der Zukunft: „2024-02-02“."
    ]


def test_all_mistakes_of_a_correction_come_at_once(city):
    corrected("clubs,1,gestern,member,sex,replase")(city)
    columns = [problem.place.column for problem in problems_of(city)]
    assert columns == ["period", "group", "action", "variable", "area"]


def test_corrections_of_a_source_that_cannot_be_read_are_not_called_unknown(city):
    corrected("clubs,01,2023,members,,replace")(city)
    change("sources/clubs.yml", "owner: Sportamt\n", "")(city)
    assert [str(problem.place.file) for problem in problems_of(city)] == [S]


def test_mistakes_in_five_files_come_at_once(city):
    for edit in (
        change("city.yml", "threshold: 5", "threshold: fünf"),
        change("areas.csv", "02,Süd", "02,"),
        change("sources/deliveries.csv", "2024-02-01", "gestern"),
        change("indicators/member_rate.yml", "unit: percent", "unit: Prozent"),
        change("goals.yml", 'due: "2028"', "due: bald"),
    ):
        edit(city)
    assert sorted(str(problem.place.file) for problem in problems_of(city)) == sorted(
        [C, A, D, I, G]
    )


def test_what_does_not_fit_together_comes_with_what_cannot_be_read(city):
    change("areas.csv", "02,Süd", "02,")(city)
    change("goals.yml", "indicator: member_rate", "indicator: members_rate")(city)
    assert [str(problem.place.file) for problem in problems_of(city)] == [A, G]


def test_what_refers_to_something_unread_is_not_called_unknown(city):
    change("indicators/member_rate.yml", "unit: percent", "unit: Prozent")(city)
    assert [str(problem.place.file) for problem in problems_of(city)] == [I]


def test_an_indicator_that_the_city_names_and_that_cannot_be_read_is_there_nevertheless(city):
    append("city.yml", "indicators: [member_rate]\n")(city)
    change("indicators/member_rate.yml", "unit: percent", "unit: Prozent")(city)
    assert [str(problem.place.file) for problem in problems_of(city)] == [I]


def test_texts_stay_as_they_were_written(city):
    change("areas.csv", "01,Nord", "012,on")(city)
    change("sources/clubs.yml", "title: Vereine", "title: 12:30")(city)
    change("city.yml", "name: Kleinstadt", "name: 03")(city)
    read = load_city(city)
    assert read.settings.name == "03"
    assert read.sources["clubs"].title == "12:30"
    assert ("012", "on") in [(area.code, area.name) for area in read.areas]
