"""A check of a city's folder and everything that was delivered, without building anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from quartier import periods
from quartier.areas import Areas
from quartier.city import load_city, state_of
from quartier.described import CsvDialect
from quartier.descriptions import Description
from quartier.errors import Place, Problem
from quartier.formats import Number
from quartier.language import Text, _, n_, quoted
from quartier.observations import ingest, superseded
from quartier.outlines import draw_outlines
from quartier.plausible import Doubt, doubt_advice, doubted, explain_doubt, figure
from quartier.registers import mark_of
from quartier.settings import City
from quartier.sources import advice, expected, explain, gathered
from quartier.tables import records

__all__ = [
    "Checked",
    "account_in_all",
    "account_of",
    "cells_apart",
    "check",
    "doubt_of",
    "problem_of",
]


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    files : list of Text
        What became of the rows of each file, and how it is read; in the order of sources and files.
    problems : list of Problem
        What stands in the quarantine, in the order of the files' rows; but for deliveries that
        newer ones have replaced.
    doubts : list of Problem
        What was kept although it is hardly right.
    accounts : pandas.DataFrame
    replaced : int
        How many rows of replaced deliveries stand in the quarantine.
    """

    files: list[Text]
    problems: list[Problem]
    doubts: list[Problem]
    accounts: pd.DataFrame
    replaced: int = 0


def check(folder: Path, today: date | None = None, as_of: str | None = None) -> Checked:
    """Check a city's folder, its deliveries and its boundaries.

    Parameters
    ----------
    folder : pathlib.Path
    today : datetime.date, optional
        Deliveries of later days are mistakes.
    as_of : str, optional
        Only what had been received by the end of this day (2024-12-31) is read.

    Raises
    ------
    UserError
        With every mistake of the folder at once.
    """
    city = load_city(folder, today)
    interrupted = list(_interrupted(city))
    city = state_of(city, as_of)
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    draw_outlines(city, areas)
    replaced = superseded(ingested.accounts, ingested.covered)
    old = ingested.quarantine["delivery"].isin(list(replaced))
    listed = gathered(ingested.quarantine[~old])
    problems = [
        problem_of(
            row,
            f"{city.id}/sources/{row['source']}/{row['file']}",
            city.sources[row["source"]],
        )
        for row in listed
    ]
    accounts = ingested.accounts.sort_values(["source", "received", "file"])
    files = [account_of(row, city.sources[row["source"]]) for row in records(accounts)]
    doubts = [
        doubt_of(city, areas, doubt, f"{city.id}/sources/{doubt.source}/{doubt.file}")
        for doubt in doubted(ingested.doubts)
    ]
    of_old = ingested.accounts["delivery"].isin(list(replaced))
    rows = int(ingested.accounts.loc[of_old, "rows_quarantined"].sum())
    return Checked(files, problems + interrupted, doubts, ingested.accounts, rows)


def account_of(account: Mapping[str, Any], description: Description) -> Text:
    """What became of the rows of a file, and how it is read."""
    counted = ("rows_read", "rows_kept", "rows_quarantined", "rows_no_data")
    return _(
        "{source}/{file} ({owner}, Eingang {day}; {format}): {rows_read} Zeilen = {rows_kept} "
        "übernommen + {rows_quarantined} in Quarantäne + {rows_no_data} ohne Daten",
        source=account["source"],
        file=account["file"],
        owner=account["owner"],
        day=periods.parse(account["received"]),
        format=_format(description),
        **{name: Number(account[name]) for name in counted},
    )


def account_in_all(accounts: pd.DataFrame) -> Text:
    """What became of the rows of some files together."""
    counted = ("rows_read", "rows_kept", "rows_quarantined", "rows_no_data")
    sums = {column: Number(accounts[column].sum()) for column in counted}
    return _(
        "{files}, {rows_read} Zeilen gelesen = {rows_kept} übernommen "
        "+ {rows_quarantined} in Quarantäne + {rows_no_data} ohne Daten.",
        files=n_("{n} Datei", "{n} Dateien", len(accounts)),
        **sums,
    )


def cells_apart(accounts: pd.DataFrame) -> Text | None:
    """How many values stand in quarantine although their row was kept, if there are any."""
    rows = accounts["rows_kept"] + accounts["rows_quarantined"]
    columns = (accounts["values_read"] // rows.clip(lower=1)).astype("int64")
    apart = int((accounts["values_quarantined"] - accounts["rows_quarantined"] * columns).sum())
    if not apart:
        return None
    return n_(
        "Aus übernommenen Zeilen steht {n} einzelner Wert in Quarantäne.",
        "Aus übernommenen Zeilen stehen {n} einzelne Werte in Quarantäne.",
        apart,
    )


def _format(description: Description) -> Text:
    """How the files of a source are read, as its description fixes it."""
    if description.format == "csv":
        dialect = description.csv or CsvDialect()
        mark = _("Tabulator") if dialect.separator == "\t" else dialect.separator
        return _(
            "CSV, {encoding}, Trennzeichen {mark}", encoding=dialect.encoding, mark=quoted(mark)
        )
    if description.format in ("xlsx", "ods"):
        sheet = description.layout.sheet or description.layout.sheets or ""
        name = description.format.upper()
        return _("{format}, Blatt {sheet}", format=name, sheet=quoted(sheet))
    return Text("{format}", (("format", description.format),))


def problem_of(row: dict[str, Any], file: str, description: Description) -> Problem:
    """A row of the gathered quarantine in words; ``file`` is what its file is called."""
    place = Place(file, row=row["row"] or None, column=row["column"] or None)
    hint = advice(row["reason"], row["hint"])
    allowed = expected(row["reason"], row["column"], description)
    return Problem(place, explain(row["reason"]), row["found"] or None, allowed, hint)


def doubt_of(city: City, areas: Areas, doubt: Doubt, file: str) -> Problem:
    """A doubt in words; ``file`` is what its file is called."""
    place = Place(file, row=doubt.rows or None, column=doubt.column or None)
    return Problem(place, _doubtful(city, areas, doubt), hint=doubt_advice(doubt.kind))


def _doubtful(city: City, areas: Areas, doubt: Doubt) -> Text:
    titles = {name: variable.title for name, variable in city.variables.items()}
    said = {"doubt": explain_doubt(doubt.kind), "where": doubt.where(titles, areas)}
    if doubt.has_figures:
        said |= {"found": figure(doubt.found), "expected": figure(doubt.expected)}
    if doubt.kind == "fewer_areas":
        return _(
            "Auffällig, aber übernommen: {doubt}. {where}: {found} statt {expected}, es fehlen: "
            "{names}",
            **said,
            names=doubt.detail,
        )
    if doubt.kind in ("missed", "shifted", "unlike"):
        return _(
            "Auffällig, aber übernommen: {doubt}. {where}: {names}", **said, names=doubt.detail
        )
    if len(doubt.rows) > 1:
        return _(
            "Auffällig, aber übernommen: {doubt}. Am meisten: {where}: {found}, erwartet "
            "{expected}",
            **said,
        )
    if doubt.has_figures:
        return _(
            "Auffällig, aber übernommen: {doubt}. {where}: {found}, erwartet {expected}", **said
        )
    return _("Auffällig, aber übernommen: {doubt}. {where}", **said)


def _interrupted(city: City) -> Iterator[Problem]:
    """Files whose delivery was broken off: they lie there, and nothing reads them."""
    listed = {file.path for file in city.files}
    for source in city.sources:
        for file in sorted((city.folder / "sources" / source).glob("*")):
            if mark_of(file).exists() and file not in listed:
                what = _("Die Aufnahme dieser Lieferung wurde unterbrochen; sie zählt noch nicht.")
                hint = _("Die Datei noch einmal mit „quartier deliver“ übergeben.")
                yield Problem(Place(f"{city.id}/sources/{source}/{file.name}"), what, hint=hint)
