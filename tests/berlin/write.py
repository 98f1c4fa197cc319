"""Write the city folder of Berlin: our descriptions beside the published files, as they are.

The folder itself holds no line of Python. What the files get wrong is settled here, where a planner
would settle it by hand, and nowhere by changing a delivered figure:

- mss-2017-table-2-2.csv is not of the edition 2017. Its inhabitants add up to 3,748,148, the
  population of 31 December 2018 (edition 2019), where all other tables of 2017 have 3,670,622; it
  lacks a column; its shares of unemployed lie two points below those of its planning areas. It is
  left out: the regions have no index indicators in 2017.
- In planning-areas.geojson the code 06010102 stands twice, once for 04030417, an area of the same
  name; and 09041403 was cut from 09041402 after the last edition that is read here.
- Names differ between tables and boundaries ("Reinickedorf"); the boundaries have the better ones
  for districts and regions, the tables for planning areas.
"""

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import shapely
from shapely.geometry import shape

__all__ = ["EDITIONS", "LEFT_OUT", "delivered", "write_berlin"]

EDITIONS = (2013, 2015, 2017)
LEFT_OUT = {"mss-2017-table-2-2.csv"}
TABLES = {
    "mss_classes": ("1",),
    "mss": ("2-1", "2-2", "2-3"),
    "mss_z": ("3",),
    "mss_context": ("4-1", "4-2", "4-3"),
}
BOUNDARIES = ("districts", "district-regions", "planning-areas")
LEVELS = {2: "district", 6: "region", 8: "planning_area"}
PARENTS = {2: 0, 6: 2, 8: 6}
COLUMNS = "code name name_in level parent valid_from valid_to aliases".split()

# What is meant by a code and its area in square metres, where the code is wrong.
MISTAKEN = {("06010102", 562454.33): "04030417", ("09041403", 1990547.96): "09041402"}


def write_berlin(real: Path, target: Path) -> Path:
    """Write the folder and return it.

    Parameters
    ----------
    real
        The folder with the real data; `berlin` in it holds the published files.
    target
        The city folder, which must not exist yet.
    """
    published = real / "berlin"
    shutil.copytree(Path(__file__).parent / "city", target)
    (target / "boundaries").mkdir()
    names: dict[str, str] = {}
    for stem in BOUNDARIES:
        content = _repaired(json.loads((published / f"{stem}.geojson").read_text("utf-8")))
        (target / "boundaries" / f"{stem}.geojson").write_text(json.dumps(content), "utf-8")
        names |= {f["properties"]["id"]: f["properties"]["name"] for f in content["features"]}
    _write_areas(target / "areas.csv", published, names)
    _write_deliveries(target / "sources", published)
    return target


def delivered(published: Path) -> Iterator[tuple[str, int, Path]]:
    """Source, edition and path of each file that the city reads."""
    for source, tables in TABLES.items():
        for edition in EDITIONS:
            for table in tables:
                file = published / f"mss-{edition}-table-{table}.csv"
                if file.name not in LEFT_OUT:
                    yield source, edition, file


def _repaired(content: dict) -> dict:
    """The same boundaries with each code once; parts of one area are put together."""
    kept: dict[str, dict] = {}
    for feature in content["features"]:
        found = feature["properties"]
        code = MISTAKEN.get((found["id"], found["area"]), found["id"])
        geometry = shape(feature["geometry"])
        if code in kept:
            geometry = shapely.union(shape(kept[code]["geometry"]), geometry)
        kept[code] = {
            "type": "Feature",
            "properties": {"id": code, "name": found["name"]},
            "geometry": shapely.geometry.mapping(geometry),
        }
    return content | {"features": list(kept.values())}


def _write_areas(file: Path, published: Path, names: dict[str, str]) -> None:
    codes: dict[str, str] = {}
    for part in (3, 2, 1):
        with (published / f"mss-2017-table-4-{part}.csv").open(
            encoding="utf-8", newline=""
        ) as text:
            codes |= {row["id"]: row["name"] for row in csv.DictReader(text)}
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        for code, name in codes.items():
            size = len(code)
            better = names[code] if size < 8 else name
            rows.writerow([code, better, "", LEVELS[size], code[: PARENTS[size]], "", "", ""])


def _write_deliveries(folder: Path, published: Path) -> None:
    """Copy the files and list them; no day is stated with them, so the edition's last stands."""
    with (folder / "deliveries.csv").open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["source", "file", "received", "sha256"])
        for source, edition, file in delivered(published):
            (folder / source).mkdir(exist_ok=True)
            shutil.copyfile(file, folder / source / file.name)
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            rows.writerow([source, file.name, f"{edition}-12-31", digest])
