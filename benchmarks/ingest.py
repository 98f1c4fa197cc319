"""How fast a long CSV file goes through all checks into the store, and in how much memory.

    python benchmarks/ingest.py [--millions 1 3 10] [--repeat 1]

One file a run: areas, years and variables as in a long table (`Gebiet;Jahr;Merkmal;Alter;Wert`),
20 years, 50 variables and two groups of age; so 10 million rows are 5,000 areas of a city with its
districts and the city itself. Values are seeded counts, some of them secret. Making up the file is
not timed.

(a) what a user would do instead: `pandas.read_csv` and `to_parquet` of the same file, no checks
(b) `ingest` into a `Store`: every row read as its description says, each area, period, variable and
    group found, quarantine, doubts, deliveries settled, one Parquet file a variable

Each runs in a process of its own, one after the other; the time is that of the clock, with the
imports before it, the memory the highest that the system counted for the process.
"""

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

YEARS, VARIABLES, AGES = 20, 50, ("unter 18 Jahre", "18 Jahre und älter")
IN_A_DISTRICT = 100
SEED = 20240101


def write_file(file: Path, codes: list[str]) -> int:
    """Write the long table; the number of its rows."""
    rng = np.random.default_rng(SEED)
    districts = [code for code in codes if len(code) == 3]
    quarters = [code for code in codes if len(code) > 3]
    parent = np.array([districts.index(code[:3]) for code in quarters])
    rows = 0
    with file.open("w", encoding="utf-8") as text:
        text.write("Gebiet;Jahr;Merkmal;Alter;Wert\n")
        for variable in range(VARIABLES):
            level = rng.gamma(2, 100, len(quarters))
            for age in AGES:
                for year in range(YEARS):
                    counts = rng.poisson(level)
                    sums = np.bincount(parent, counts, len(districts)).astype(int)
                    every = [counts.sum(), *sums, *counts]
                    lines = zip(codes, every, strict=True)
                    text.writelines(
                        f"{code};{2004 + year};Merkmal {variable:02};{age};{count}\n"
                        for code, count in lines
                    )
                    rows += len(every)
    return rows


def write_city(folder: Path, million: float) -> int:
    """Write a city folder with one delivered file; the number of its rows."""
    wanted = round(million * 1e6 / (YEARS * VARIABLES * len(AGES)))
    count = wanted - 1 - wanted // IN_A_DISTRICT
    districts = [f"{number:03}" for number in range(1, -(-count // IN_A_DISTRICT) + 1)]
    quarters = [
        f"{districts[number // IN_A_DISTRICT]}{number % IN_A_DISTRICT:02}"
        for number in range(count)
    ]
    codes = ["00", *districts, *quarters]
    delivered = folder / "sources" / "amt"
    delivered.mkdir(parents=True)
    rows = write_file(delivered / "amt.csv", codes)
    digest = hashlib.sha256((delivered / "amt.csv").read_bytes()).hexdigest()
    (folder / "sources" / "deliveries.csv").write_text(
        f"source,file,received,sha256\namt,amt.csv,2025-01-31,{digest}\n", encoding="utf-8"
    )
    lines = ["code,name,name_in,level,parent,valid_from,valid_to,aliases", "00,Stadt,,city,,,,"]
    lines += [f"{code},Bezirk {code},,district,00,,," for code in districts]
    lines += [f"{code},Gebiet {code},,quarter,{code[:3]},,," for code in quarters]
    (folder / "areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    levels = [{"id": level, "name": level, "plural": level} for level in LEVELS]
    cut = [{"id": "2004", "valid_from": "2004-01-01"}]
    files = {
        "city.yml": {"name": "Stadt", "levels": levels, "geographies": cut},
        "variables.yml": {f"v{number:02}": _VARIABLE for number in range(VARIABLES)},
        "sources/amt.yml": _SOURCE,
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return rows


LEVELS = ("city", "district", "quarter")
_VARIABLE = {
    "title": "Merkmal",
    "unit": "persons",
    "kind": "stock",
    "counts_persons": "true",
    "dimensions": {"age": ["0-17", "18+"]},
}
_SOURCE = {
    "title": "Amt",
    "owner": "Amt",
    "format": "csv",
    "csv": {"encoding": "utf-8", "separator": ";"},
    "area": {"column": "Gebiet"},
    "period": {"column": "Jahr"},
    "variable": {
        "column": "Merkmal",
        "values": {f"Merkmal {number:02}": f"v{number:02}" for number in range(VARIABLES)},
    },
    "groups": [
        {"column": "Alter", "dimension": "age", "values": {AGES[0]: "0-17", AGES[1]: "18+"}}
    ],
    "values": [{"column": "Wert"}],
    "symbols": {"*": "secret"},
}


def pandas_alone(folder: Path, target: Path) -> None:
    """Read the file as it is and write it as Parquet."""
    import pandas as pd

    begin = time.perf_counter()
    file = folder / "sources" / "amt" / "amt.csv"
    frame = pd.read_csv(file, sep=";", dtype={"Gebiet": "str"})
    frame.to_parquet(target / "amt.parquet")
    _report(begin, len(frame))


def through_all_checks(folder: Path, target: Path) -> None:
    """Take the delivery in as a build does."""
    from functools import partial

    from quartier.areas import Areas
    from quartier.city import load_city
    from quartier.observations import ingest
    from quartier.store import Store

    city = load_city(folder)
    begin = time.perf_counter()
    taken_in = ingest(
        city, Areas(city.areas, city.levels), partial(Store(target).keep, "observations")
    )
    _report(begin, int(taken_in.accounts["values_kept"].sum()))


def _report(begin: float, rows: int) -> None:
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "gib": peak, "rows": rows}))


WAYS = {"pandas": pandas_alone, "quartier": through_all_checks}


def measured(way: str, folder: Path) -> dict[str, float]:
    """Run a way in a process of its own."""
    with tempfile.TemporaryDirectory() as target:
        command = [sys.executable, __file__, "--way", way, str(folder), target]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 3, 10])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--way", nargs=3, metavar=("WAY", "CITY", "TARGET"))
    options = parser.parse_args()
    if options.way:
        way, folder, target = options.way
        WAYS[way](Path(folder), Path(target))
        return
    print("rows        pandas        Quartier       ratio   microseconds a row")
    for million in options.millions:
        with tempfile.TemporaryDirectory() as folder:
            rows = write_city(Path(folder), million)
            best = {
                way: min(
                    (measured(way, Path(folder)) for _run in range(options.repeat)),
                    key=lambda told: told["seconds"],
                )
                for way in WAYS
            }
        one, other = best["pandas"], best["quartier"]
        assert other["rows"] == rows, "every row must be kept"
        print(
            f"{rows:10,}  {one['seconds']:5.1f} s {one['gib']:.2f} GiB"
            f"  {other['seconds']:5.1f} s {other['gib']:.2f} GiB"
            f"  {other['seconds'] / one['seconds']:.2f}"
            f"  {other['seconds'] / rows * 1e6:.2f}"
        )


if __name__ == "__main__":
    main()
