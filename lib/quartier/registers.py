"""The registers of a city: its areas (areas.csv) and what was delivered (deliveries.csv)."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from quartier.config import is_day
from quartier.errors import Place, Problem, did_you_mean, nearest
from quartier.language import Text, _
from quartier.settings import Area, DeliveredFile
from quartier.sheets import SheetRow

__all__ = [
    "AREA_COLUMNS",
    "DELIVERY_COLUMNS",
    "code_hint",
    "digest_of",
    "is_file",
    "lost_zeros",
    "mark_of",
    "read_areas",
    "read_deliveries",
]

#: The columns of areas.csv.
AREA_COLUMNS = "code name name_in level parent valid_from valid_to aliases".split()

#: The columns of deliveries.csv.
DELIVERY_COLUMNS = ("source", "file", "received", "sha256")

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def lost_zeros(code: str, known: Mapping[str, object]) -> str | None:
    """The known code that a spreadsheet turned into ``code`` by dropping leading zeros.

    Examples
    --------
    >>> lost_zeros("101", {"0101": "Altstadt", "0102": "Hafen"})
    '0101'
    """
    if not code.isdigit():
        return None
    matches = [other for other in known if len(other) > len(code) and _same_number(other, code)]
    return matches[0] if len(matches) == 1 else None


def _same_number(one: str, other: str) -> bool:
    return one.isdigit() and other.isdigit() and one.lstrip("0") == other.lstrip("0")


def read_areas(
    rows: Sequence[SheetRow],
    levels: Sequence[str],
    problems: list[Problem],
    *,
    complete: bool = True,
) -> tuple[Area, ...]:
    """The areas of a sheet, from the top down in its order; what is wrong goes to ``problems``.

    Unless the sheet is ``complete``, no parent is called unknown: its row may be an unread one.
    """
    known: dict[str, SheetRow] = {}
    for row in rows:
        problems.extend(_area_problems(row, known, levels))
        known.setdefault(row["code"], row)
    for row in rows:
        if complete or not row["parent"] or row["parent"] in known:
            problems.extend(_parent_problems(row, known, levels))
    areas = [_area(row) for row in known.values()]
    order = {level: position for position, level in enumerate(levels)}
    return tuple(sorted(areas, key=lambda area: order.get(area.level, len(order))))


def _area(row: SheetRow) -> Area:
    aliases = tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip())
    # Nobody knows whether it is "in der" or "im"; only cities, at the top, are just "in".
    name_in = row["name_in"] or f"{'im Gebiet' if row['parent'] else 'in'} {row['name']}"
    return Area(row["code"], row["name"], name_in, row["level"], row["parent"] or None, aliases)


def _area_problems(
    row: SheetRow, known: Mapping[str, SheetRow], levels: Sequence[str]
) -> list[Problem]:
    problems = []
    if not _CODE.fullmatch(row["code"]):
        allowed = _("Buchstaben, Ziffern, Punkt, Binde- und Unterstrich")
        what = _("Das kann kein Schlüssel einer Raumeinheit sein.")
        problems.append(Problem(row.place("code"), what, row["code"], allowed))
    elif row["code"] in known:
        what = _("Der Schlüssel steht schon in Zeile {row}.", row=known[row["code"]].row)
        problems.append(Problem(row.place("code"), what, row["code"]))
    if not row["name"]:
        problems.append(Problem(row.place("name"), _("Der Name fehlt.")))
    if levels and row["level"] not in levels:
        hint = did_you_mean(row["level"], levels)
        what = _("Diese Ebene gibt es in city.yml nicht.")
        problems.append(Problem(row.place("level"), what, row["level"], ", ".join(levels), hint))
    for column in ("valid_from", "valid_to"):
        if row[column] and not is_day(row[column]):
            allowed = _("ein Datum wie 2024-12-31")
            problems.append(
                Problem(row.place(column), _("Das ist kein Datum."), row[column], allowed)
            )
    return problems


def _parent_problems(
    row: SheetRow, known: Mapping[str, SheetRow], levels: Sequence[str]
) -> list[Problem]:
    parent = row["parent"]
    if not parent:
        if row["level"] not in levels[1:]:
            return []
        what = _("Die übergeordnete Raumeinheit fehlt; nur auf der obersten Ebene gibt es keine.")
        higher = levels[: levels.index(row["level"])]
        above = [code for code, other in known.items() if other["level"] in higher]
        return [Problem(row.place("parent"), what, allowed=", ".join(above[:12]) or None)]
    if parent not in known:
        what = _("Diese übergeordnete Raumeinheit gibt es nicht.")
        return [Problem(row.place("parent"), what, parent, hint=code_hint(parent, known))]
    ranks = [known[parent]["level"], row["level"]]
    if all(rank in levels for rank in ranks) and levels.index(ranks[0]) >= levels.index(ranks[1]):
        what = _("Die übergeordnete Raumeinheit liegt nicht auf einer höheren Ebene.")
        return [Problem(row.place("parent"), what, parent)]
    return []


def code_hint(code: str, known: Mapping[str, object]) -> Text | None:
    """What a code that is not known was probably meant to be."""
    whole = lost_zeros(code, known)
    if whole is not None:
        return _(
            "Gemeint ist wohl „{code}“: Eine Tabellenkalkulation hat die führende Null entfernt.",
            code=whole,
        )
    shorter = [other for other in known if len(other) < len(code) and _same_number(other, code)]
    if len(shorter) == 1:
        return _(
            "In areas.csv steht „{code}“: Dort hat wohl eine Tabellenkalkulation die führende Null "
            "entfernt.",
            code=shorter[0],
        )
    return did_you_mean(code, known)


def read_deliveries(
    rows: Sequence[SheetRow],
    folder: Path,
    sources: Collection[str],
    problems: list[Problem],
    today: date | None = None,
    arriving: Sequence[DeliveredFile] = (),
) -> tuple[DeliveredFile, ...]:
    """The delivered files, oldest first; each must be there and unchanged since it was received.

    Parameters
    ----------
    rows : sequence of SheetRow
    folder : pathlib.Path
        ``sources/`` of the city.
    sources : collection of str
        The names of the sources that are described.
    problems : list of Problem
        Grows by what is wrong.
    today : datetime.date, optional
        Later days are mistakes.
    arriving : sequence of DeliveredFile
        Taken for delivered although they are not listed yet.
    """
    files = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row["source"], row["file"]), row.row)
        wrong = _delivery_problems(row, folder, sources, today)
        if first != row.row:
            what = _("Diese Datei steht schon in Zeile {row}.", row=first)
            wrong = [Problem(row.place("file"), what, row["file"])]
        problems.extend(wrong)
        if not wrong:
            path = folder / row["source"] / row["file"]
            files.append(DeliveredFile(row["source"], path, row["received"], row["sha256"]))
    listed = {_meant(row, folder, sources) for row in rows}
    files += [file for file in arriving if (file.source, file.path.name) not in seen]
    listed |= {(file.source, file.path.name) for file in arriving}
    problems.extend(_unlisted(folder, sources, listed))
    return tuple(sorted(files, key=lambda file: (file.received, file.source, file.path.name)))


def _meant(row: SheetRow, folder: Path, sources: Collection[str]) -> tuple[str, str]:
    """Source and file that a row is probably about, so that a misspelling is reported only once."""
    source = row["source"] if row["source"] in sources else nearest(row["source"], sources)
    if ".." not in Path(row["file"]).parts and is_file(folder / source / row["file"]):
        return source, row["file"]
    there = [file.name for file in (folder / source).glob("*")]
    return source, nearest(Path(row["file"]).name, there)


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no system allows is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _delivery_problems(
    row: SheetRow, folder: Path, sources: Collection[str], today: date | None
) -> list[Problem]:
    if row["source"] not in sources:
        what = _("Zu dieser Quelle fehlt die Beschreibung „sources/{id}.yml“.", id=row["source"])
        hint = did_you_mean(row["source"], sources)
        allowed = ", ".join(sources) or None
        return [Problem(row.place("source"), what, row["source"], allowed, hint)]
    if not is_day(row["received"]):
        allowed = _("ein Datum wie 2024-12-31")
        return [Problem(row.place("received"), _("Das ist kein Datum."), row["received"], allowed)]
    if today is not None and date.fromisoformat(row["received"]) > today:
        what = _("Dieser Tag liegt in der Zukunft.")
        return [Problem(row.place("received"), what, row["received"])]
    home = folder.resolve() / row["source"]  # which may not be a link to elsewhere either
    path = (home / row["file"]).resolve()
    if not path.is_relative_to(home):
        what = _("Der Pfad führt aus dem Ordner der Quelle heraus.")
        return [Problem(row.place("file"), what, row["file"])]
    if not is_file(path):
        beside = [file.name for file in home.glob("*")] if home.is_dir() else []
        what = _("Diese gelieferte Datei ist nicht da.")
        hint = did_you_mean(row["file"], beside)
        return [Problem(row.place("file"), what, row["file"], hint=hint)]
    return _changed(row, path)


def _changed(row: SheetRow, path: Path) -> list[Problem]:
    try:
        digest = digest_of(path)
    except OSError as error:
        what = _("Diese gelieferte Datei lässt sich nicht lesen.")
        return [Problem(row.place("file"), what, error.strerror)]
    if row["sha256"].lower() == digest:
        return []
    hint = _(
        "Lieferungen werden nie geändert. Ist die Datei so richtig, gehört diese Prüfsumme in "
        "deliveries.csv: {digest}",
        digest=digest,
    )
    what = _("Die Datei „{file}“ ist nicht mehr, wie sie geliefert wurde.", file=row["file"])
    return [Problem(row.place("sha256"), what, row["sha256"] or None, hint=hint)]


def digest_of(path: Path) -> str:
    """The checksum of a file, which may be larger than memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def mark_of(file: Path) -> Path:
    """The hidden file beside one that is being delivered: until it is listed, it is not there.

    >>> mark_of(Path("sources/clubs/2024.csv")).as_posix()
    'sources/clubs/.2024.csv.arriving'
    """
    return file.with_name(f".{file.name}.arriving")


def _unlisted(
    folder: Path, sources: Collection[str], listed: set[tuple[str, str]]
) -> list[Problem]:
    """A file that lies there but is not listed would be believed to be in the figures."""
    problems = []
    for source in sources:
        for file in sorted((folder / source).rglob("*")):
            name = file.relative_to(folder / source).as_posix()
            if (source, name) in listed or file.name.startswith(".") or mark_of(file).exists():
                continue
            if file.is_file():
                what = _(
                    "Diese Datei liegt bei den Lieferungen, steht aber nicht in deliveries.csv."
                )
                place = Place(f"{folder.parent.name}/sources/{source}/{name}")
                line = f"{source},{name},2026-01-31,{digest_of(file)}"
                hint = _(
                    "Dort eine Zeile ergänzen, mit dem Tag des Eingangs; etwa: {line}", line=line
                )
                problems.append(Problem(place, what, hint=hint))
    return problems
