"""Write the city folder of Köln: our descriptions beside the published files, as they are.

The folder itself holds no line of Python, and no boundaries: Köln is a city without maps. Its areas
are those that the population is published for; the first digit of a part of the city is its
district. The budget by districts has another spelling of one of them, "Mühlheim": it is an alias.
"""

import csv
import hashlib
import shutil
from pathlib import Path

__all__ = ["RECEIVED", "write_koeln"]

# No day is stated with the files: here stands the last of the latest year that has results in them.
RECEIVED = {
    "population": ("bevoelkerung.csv", "2012-12-31"),
    "budget": ("teilergebnisplan.csv", "2010-12-31"),
    "district_budget": ("produktgruppen-bezirke.csv", "2010-12-31"),
}
COLUMNS = "code name name_in level parent valid_from valid_to aliases".split()
CITY = "000"
ALIASES = {CITY: "Stadt Köln", "009": "Mühlheim"}


def write_koeln(real: Path, target: Path) -> Path:
    """Write the folder and return it.

    Parameters
    ----------
    real
        The folder with the real data; `koeln` in it holds the published files.
    target
        The city folder, which must not exist yet.
    """
    published = real / "koeln"
    shutil.copytree(Path(__file__).parent / "city", target)
    _write_areas(target / "areas.csv", published)
    _write_deliveries(target / "sources", published)
    return target


def _write_areas(file: Path, published: Path) -> None:
    with (published / "bevoelkerung.csv").open(encoding="utf-8", newline="") as text:
        names = {row["raum_id"]: row["raum"] for row in csv.DictReader(text)}
    with file.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        for code, name in sorted(names.items()):
            rows.writerow([code, *_area(code, name), "", "", ALIASES.get(code, "")])


def _area(code: str, name: str) -> tuple[str, str, str, str]:
    """Name, name after a verb, level and parent of an area."""
    if code == CITY:
        return "Köln", "in Köln", "city", ""
    if code.startswith("00"):
        return name, f"im Stadtbezirk {name}", "district", CITY
    return name, f"im Stadtteil {name}", "part", f"00{code[0]}"


def _write_deliveries(folder: Path, published: Path) -> None:
    with (folder / "deliveries.csv").open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["source", "file", "received", "sha256"])
        for source, (name, received) in RECEIVED.items():
            (folder / source).mkdir()
            shutil.copyfile(published / name, folder / source / name)
            digest = hashlib.sha256((published / name).read_bytes()).hexdigest()
            rows.writerow([source, name, received, digest])
