"""A small city of three districts whose deliveries tell how many members and how many helped."""

import hashlib
from pathlib import Path

from quartier.city import load_city
from quartier.settings import City

__all__ = ["a_city", "told"]

CITY = """\
name: Kleinstadt
levels: [{id: city, name: Stadt, plural: Städte}, {id: district, name: Bezirk, plural: Bezirke}]
geographies: [{id: "2019", valid_from: 2019-01-01}]
indicators: []
"""
AREAS = """\
code,name,name_in,level,parent,valid_from,valid_to,aliases
00,Kleinstadt,in Kleinstadt,city,,,,
01,Nord,im Norden,district,00,,,
02,Süd,im Süden,district,00,,,
03,Ost,im Osten,district,00,,,
"""
VARIABLE = "title: {0}, unit: persons, kind: stock, counts_persons: true, basis: register"
SOURCE = """\
title: {0}
owner: Amt
format: csv
csv: {{encoding: utf-8, separator: ";"}}
area: {{column: code}}
period: {{column: jahr}}
values: [{{column: zahl, variable: {1}}}]
symbols: {{"*": secret, ".": unknown}}
"""
INDICATOR = """\
title: x
short: {0}
definition: x
reading: x
unit: {1}
kind: {2}
interval: none
numerator: {{variable: {3}}}
polarity: neutral
domain: participation
owner: x
usual_source: x
{4}
"""
MEMBERS = INDICATOR.format("Mitglieder", "persons", "count", "members", "")
HELPED = INDICATOR.format("Hilfen", "persons", "count", "helped", "")
RATE = INDICATOR.format(
    "Rate", "per_1000", "rate", "helped", "denominator: {variable: members, period: same}"
)


def a_city(folder: Path, *deliveries: tuple[str, str, dict[tuple[str, str], str]]) -> City:
    """A city with deliveries: source, day, and what is told by area and year."""
    files = {
        "city.yml": CITY,
        "areas.csv": AREAS,
        "variables.yml": "".join(
            f"{name}: {{{VARIABLE.format(name)}}}\n" for name in ("members", "helped")
        ),
        "sources/clubs.yml": SOURCE.format("Vereine", "members"),
        "sources/help.yml": SOURCE.format("Hilfen", "helped"),
        "sources/other.yml": SOURCE.format("Andere", "helped"),
        "indicators/members.yml": MEMBERS,
        "indicators/helped.yml": HELPED,
        "indicators/help_rate.yml": RATE,
    }
    rows = ["source,file,received,sha256"]
    for number, (source, day, told) in enumerate(deliveries):
        lines = [f"{area};{year};{value}" for (area, year), value in told.items()]
        text = "\n".join(["code;jahr;zahl", *lines, ""])
        files[f"sources/{source}/{number}.csv"] = text
        rows.append(f"{source},{number}.csv,{day},{hashlib.sha256(text.encode()).hexdigest()}")
    files["sources/deliveries.csv"] = "\n".join([*rows, ""])
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load_city(folder)


def told(year: str, *values: object) -> dict[tuple[str, str], str]:
    """Values of the three districts; nothing for None."""
    areas = ("01", "02", "03")
    pairs = zip(areas, values, strict=True)
    return {(area, year): str(value) for area, value in pairs if value is not None}
