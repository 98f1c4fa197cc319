"""A delivery is tried out: a whole city is checked as if it had been received."""

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from quartier.areas import Areas
from quartier.checking import doubt_of, problem_of
from quartier.city import load_city
from quartier.errors import Place, Problem, UserError, did_you_mean
from quartier.intake import home_of, list_of, take_in
from quartier.language import _
from quartier.observations import Ingested, ingest
from quartier.outlines import draw_outlines
from quartier.plausible import doubted
from quartier.registers import digest_of, is_file, mark_of
from quartier.revisions import changes
from quartier.settings import City, DeliveredFile
from quartier.sources import gathered
from quartier.state import compute_state

__all__ = ["Tried", "try_delivery"]


@dataclass(frozen=True)
class Tried:
    """What a delivery would come to.

    Attributes
    ----------
    city : City
        With the delivery.
    files : tuple of DeliveredFile
        What is new; each where it lies now.
    known : list of (pathlib.Path, DeliveredFile)
        Files that were delivered before, with the same content.
    problems : list of Problem
        What was not understood in the new files.
    doubts : list of Problem
        What was taken over from them and looks odd.
    accounts : pandas.DataFrame
        Of the new files.
    withdrawn : pandas.DataFrame
        What earlier deliveries told and this one leaves out.
    changes : pandas.DataFrame or None
        What it changes of the figures that may be shown; None where there was nothing before, or
        nothing that could be computed.
    listed : bytes or None
        The list of deliveries as it was.
    """

    city: City
    files: tuple[DeliveredFile, ...]
    known: list[tuple[Path, DeliveredFile]]
    problems: list[Problem]
    doubts: list[Problem]
    accounts: pd.DataFrame
    withdrawn: pd.DataFrame
    changes: pd.DataFrame | None
    listed: bytes | None = field(repr=False)

    def take_in(self) -> list[Path]:
        """Copy the new files beside their source and list them, as `intake.take_in` does."""
        return take_in(self.files, self.city.folder / "sources", self.listed)


def try_delivery(
    folder: Path, source: str, paths: Sequence[Path], received: str, today: date | None = None
) -> Tried:
    """Check a city as if files had been delivered; nothing is changed.

    Parameters
    ----------
    folder : pathlib.Path
        Of the city.
    source : str
    paths : sequence of pathlib.Path
    received : str
        The day, as 2024-12-31.
    today : datetime.date, optional
        Deliveries of later days are mistakes.

    Raises
    ------
    UserError
        The folder or the call has mistakes, or a file as a whole cannot be used.
    """
    UserError.raise_if(_mistakes(folder, source, paths))
    listed = list_of(folder / "sources")
    arriving = [DeliveredFile(source, path, received, digest_of(path)) for path in paths]
    city = load_city(folder, today, arriving)
    # The same file can be listed already, received on the same day: then it is equal, not the same.
    before = [file for file in city.files if not any(file is each for each in arriving)]
    known = list(_known(arriving, before))
    again = [path for path, _file in known]
    new = tuple(file for file in arriving if file.path not in again)
    UserError.raise_if(_taken(new, before, folder / "sources"))
    city = replace(city, files=(*before, *new))
    areas = Areas(city.areas, city.levels)
    ingested = ingest(city, areas)
    draw_outlines(city, areas)
    quarantine = ingested.quarantine[_of(ingested.quarantine, new)]
    UserError.raise_if(_found(city, quarantine[quarantine["row"] == "0"], new))
    UserError.raise_if(_unreadable(city, source, before, ingested))
    deliveries = {file.delivery for file in new}
    return Tried(
        city,
        new,
        known,
        _found(city, quarantine, new),
        _doubts(city, areas, ingested.doubts, new),
        ingested.accounts[_of(ingested.accounts, new)],
        ingested.withdrawn[ingested.withdrawn["by"].isin(deliveries)],
        _changes(city, replace(city, files=tuple(before)), areas, ingested),
        listed,
    )


def _unreadable(
    city: City, source: str, before: Sequence[DeliveredFile], ingested: Ingested
) -> Iterator[Problem]:
    """Earlier files that the description of their source does not fit any more."""
    own = [file for file in before if file.source == source]
    kept = ingested.accounts.groupby("file")["values_kept"].sum()
    whole = ingested.quarantine[ingested.quarantine["row"] == "0"]
    for problem in _found(city, whole[_of(whole, own)], own):
        if not kept.get(Path(problem.place.file).name, 0):
            what = _(
                "So, wie die Quelle jetzt beschrieben ist, lässt sich eine frühere Lieferung nicht "
                "mehr lesen: {reason}",
                reason=problem.what,
            )
            hint = _(
                "Die Beschreibung so lassen, dass sie alle Dateien der Quelle liest, und das Amt "
                "um eine Datei wie früher bitten; oder für die neue eine eigene Quelle beschreiben."
            )
            yield replace(problem, what=what, hint=hint)


def _changes(city: City, earlier: City, areas: Areas, ingested: Ingested) -> pd.DataFrame | None:
    """What changes when a city gets from an earlier state of its deliveries to its own."""
    if not earlier.files or len(earlier.files) == len(city.files):
        return None
    observed = {name: ingested.observed(name) for name in city.variables}
    now = compute_state(city, areas, observed, ingested.unplaced)
    with suppress(UserError):
        return changes(city, earlier, areas, now)
    return None


def _mistakes(folder: Path, source: str, paths: Sequence[Path]) -> Iterator[Problem]:
    """What is wrong with the call, before anything is read."""
    yield from _undescribed(folder, source, paths)
    names: set[str] = set()
    for path in paths:
        place = Place(str(path))
        if not is_file(path):
            yield Problem(place, _("Diese Datei gibt es nicht."))
        elif not os.access(path, os.R_OK):
            yield Problem(place, _("Diese Datei lässt sich nicht lesen."))
        elif path.name.startswith(".") or path.name != path.name.strip():
            what = _(
                "Der Dateiname darf nicht mit einem Punkt oder Leerzeichen beginnen oder enden."
            )
            yield Problem(place, what, hint=_("Die Datei umbenennen."))
        elif path.name in names:
            yield Problem(place, _("Zwei Dateien einer Quelle können nicht gleich heißen."))
        names.add(path.name)


def _undescribed(folder: Path, source: str, paths: Sequence[Path]) -> Iterator[Problem]:
    described = sorted(file.stem for file in (folder / "sources").glob("*.yml"))
    if source not in described:
        what = _("Zu dieser Quelle fehlt die Beschreibung „sources/{id}.yml“.", id=source)
        describe = _(
            "Eine erste Fassung schreibt: quartier describe {file} --city {city}",
            file=shlex.quote(str(paths[0])),
            city=shlex.quote(str(folder)),
        )
        hint = did_you_mean(source, described) or describe
        yield Problem(Place("SOURCE"), what, source, ", ".join(described) or None, hint)


def _known(
    arriving: Sequence[DeliveredFile], before: Sequence[DeliveredFile]
) -> Iterator[tuple[Path, DeliveredFile]]:
    """Which of the files were delivered before."""
    content = {(file.source, file.sha256): file for file in before}
    for file in arriving:
        if (file.source, file.sha256) in content:
            yield file.path, content[file.source, file.sha256]


def _taken(
    new: Sequence[DeliveredFile], before: Sequence[DeliveredFile], sources: Path
) -> Iterator[Problem]:
    """Files of whose name there is another one already."""
    listed = {(file.source, file.path.name) for file in before}
    for file in new:
        home = home_of(file, sources)
        # What an interrupted delivery has left behind is no delivery.
        left = mark_of(home).exists() and (file.source, home.name) not in listed
        if home.is_dir() or (home.exists() and not left and digest_of(home) != file.sha256):
            what = _("Eine Datei dieses Namens liegt schon da, mit anderem Inhalt.")
            hint = _(
                "Lieferungen werden nie geändert. Die neue Datei umbenennen, etwa in „{name}“.",
                name=f"{home.stem}-{file.received}{home.suffix}",
            )
            yield Problem(Place(str(file.path)), what, hint=hint)


def _whose(part: str, files: Sequence[DeliveredFile]) -> DeliveredFile | None:
    """The file that a part is of: it has the file's name, perhaps followed by that of a sheet."""
    return next((f for f in files if f"{part}#".startswith(f"{f.path.name}#")), None)


def _of(table: pd.DataFrame, files: Sequence[DeliveredFile]) -> pd.Series:
    """The rows of a table that are about some files of one delivery."""
    deliveries = {file.delivery for file in files}
    named = zip(table["delivery"], table["file"], strict=True)
    told = [delivery in deliveries and bool(_whose(part, files)) for delivery, part in named]
    return pd.Series(told, index=table.index, dtype=bool)


def _found(city: City, quarantine: pd.DataFrame, files: Sequence[DeliveredFile]) -> list[Problem]:
    """The quarantine of files in words; each is called as the user has called it."""
    return [
        problem_of(row, _called(row["file"], files), city.sources[row["source"]])
        for row in gathered(quarantine)
    ]


def _doubts(
    city: City, areas: Areas, doubts: pd.DataFrame, files: Sequence[DeliveredFile]
) -> list[Problem]:
    """What is doubtful in files, in words; each is called as the user has called it."""
    listed = doubted(doubts[_of(doubts, files)])
    return [doubt_of(city, areas, doubt, _called(doubt.file, files)) for doubt in listed]


def _called(part: str, files: Sequence[DeliveredFile]) -> str:
    """What a file, or a sheet of it, is called by the user."""
    file = _whose(part, files)
    assert file is not None
    return f"{file.path}{part.removeprefix(file.path.name)}"
