"""Which column names the areas, and how: by code or by name, on which levels."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from quartier.areas import Areas
from quartier.describing.known import Known
from quartier.describing.looked import Column
from quartier.language import Text, _, n_, quoted

__all__ = ["AreaGuess", "guess_area"]

_UNKNOWN = (
    "unbekannt", "ohne zuordnung", "nicht zuzuordnen", "nicht zuordenbar", "nicht zuordnungsfähig",
    "keine zuordnung", "keine angabe", "ohne angabe", "k.a.", "k. a.", "ohne festen wohnsitz",
)  # fmt: skip
_REST = (
    "übrige stadt", "übriges stadtgebiet", "restliche stadt", "restliches stadtgebiet", "rest",
    "übrige gebiete", "sonstige gebiete", "übrige",
)  # fmt: skip
_WORDS = (
    "gebiet", "raum", "bezirk", "stadtteil", "ortsteil", "quartier", "viertel", "kiez", "gemeinde",
    "region", "kreis", "area", "district",
)  # fmt: skip
_REGIONS = _("Nach den Regeln der Datenbank stehen hier die Regionen.")
_LISTED = 10
_LEAST, _NEAR = 0.5, 0.1


@dataclass(frozen=True)
class AreaGuess:
    """Where a file says which area its figures are of.

    Attributes
    ----------
    column : str, optional
        None where the whole file is of one area, ``fixed``.
    by : str
        ``code``, ``name`` or ``either``.
    level : str, optional
    unknown, rest : tuple of str
        Texts for people of unknown address and for the rest of the city.
    why : tuple of Text
    lacking : tuple of Text
        What is to be done about texts that are no areas.
    """

    column: str | None
    fixed: str = ""
    by: str = "code"
    level: str | None = None
    unknown: Sequence[str] = ()
    rest: Sequence[str] = ()
    why: tuple[Text, ...] = ()
    lacking: tuple[Text, ...] = ()


@dataclass
class _Match:
    """What the texts of a column are, if they are areas."""

    column: Column
    by: str
    found: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    lost: int = 0  # texts that would be areas with the zeros they lost

    @property
    def share(self) -> float:
        """Which part of the texts are areas."""
        return (len(self.found) + self.lost) / max(1, len(self.found) + len(self.missing))


def guess_area(columns: Sequence[Column], known: Known, region: Column | None = None) -> AreaGuess:
    """The column in which most texts are areas of the city; else the city as a whole.

    ``region`` is the column that has to be it, by the rules of its format.
    """
    if known.areas is None:
        return _unchecked(columns, region)
    names = {"code": set(known.areas.by_code), "name": _names(known.areas)}
    matches = [_match(column, by, names[by]) for column in columns for by in names]
    matches += [_match_without_zeros(column, known.areas) for column in columns if _named(column)]
    good = [match for match in matches if match.share >= _LEAST]
    if not good and region is not None:
        guess = _as_found(_match(region, "code", names["code"]), (), known)
        return replace(guess, why=(*guess.why[:-1], _REGIONS))
    if not good:
        called = [match for match in matches if _named(match.column) and match.by == _looks(match)]
        if not called:
            return _whole_city(matches, known.areas)
        good = called
    best = max(good, key=_merit)
    return _as_found(best, [match for match in good if match is not best], known)


def _merit(match: _Match) -> tuple[bool, bool, float, int]:
    # A column of figures can hold some codes by chance; names change, codes stay.
    share = match.share + 0.1 * _named(match.column) + 0.2 * (match.by == "code")
    return match.lost == 0, len(match.found) + match.lost > 1, share, len(match.found)


def _named(column: Column) -> bool:
    return any(word in column.name.lower() for word in _WORDS)


def _looks(match: _Match) -> str:
    """What texts that are no areas of the city look like."""
    return "code" if all(text[0].isdigit() for text in match.column.distinct) else "name"


def _match_without_zeros(column: Column, areas: Areas) -> _Match:
    """The match of a column of codes that a spreadsheet took the leading zeros from."""
    plain = {code.lstrip("0") for code in areas.by_code}
    if not all(text in areas or text in plain for text in column.distinct):
        return _Match(column, "code")
    match = _match(column, "code", set(areas.by_code))
    return _Match(column, "code", match.found, match.missing, lost=len(match.missing))


def _names(areas: Areas) -> set[str]:
    return {" ".join(name.split()) for area in areas for name in (area.name, *area.aliases)}


def _match(column: Column, by: str, known: Collection[str]) -> _Match:
    match = _Match(column, by)
    for text in column.distinct:
        plain = " ".join(text.split())
        if plain in known:
            match.found.append(text)
        elif plain.lower() in _UNKNOWN:
            match.unknown.append(text)
        elif plain.lower() in _REST:
            match.rest.append(text)
        else:
            match.missing.append(text)
    return match


def _as_found(best: _Match, others: Iterable[_Match], known: Known) -> AreaGuess:
    areas = known.areas
    assert areas is not None
    codes = {text: areas.find(text, best.by)[0] for text in best.found}
    several = [text for text, some in codes.items() if len(some) > 1]
    level = _common_level(codes.values(), areas) if several else None
    levels = Counter([level or areas[some[0]].level for some in codes.values()])
    counts = {"found": len(best.found), "total": len(best.found) + len(best.missing)}
    why = [
        _("{found} von {total} verschiedenen Texten sind Schlüssel aus areas.csv.", **counts)
        if best.by == "code"
        else _("{found} von {total} verschiedenen Texten sind Namen aus areas.csv.", **counts),
    ]
    if levels:
        why.append(_levels(levels, known))
    if best.share < _LEAST:
        why.append(_("Geraten ist die Spalte nach ihrem Namen."))
    why += [
        _("Dasselbe sagt Spalte {column}.", column=quoted(other.column.name))
        for other in others
        if other.column is not best.column
    ][:2]
    if several and level is None:
        why.append(_("Mehrere Raumeinheiten heißen {names}.", names=_list(several)))
    return AreaGuess(
        best.column.name,
        by=best.by,
        level=level,
        unknown=best.unknown,
        rest=best.rest,
        why=tuple(why),
        lacking=tuple(_lacking(best, areas)),
    )


def _common_level(codes: Iterable[Sequence[str]], areas: Areas) -> str | None:
    """The level on which each text is one area, where there is only one such level."""
    counts = [Counter(areas[code].level for code in some) for some in codes]
    alone = [level for level in areas.levels if all(count[level] == 1 for count in counts)]
    return alone[0] if len(alone) == 1 else None


def _levels(levels: Counter[str], known: Known) -> Text:
    told = ", ".join(f"{count} {known.level(level, count)}" for level, count in levels.items())
    if len(levels) > 1:
        return _("Mehrere Ebenen stehen in einer Spalte: {levels}.", levels=told)
    return _("Ihre Ebene: {levels}.", levels=told)


def _lacking(match: _Match, areas: Areas) -> Iterable[Text]:
    """What is to be done about texts that are no areas."""
    if not match.missing:
        return
    hints = {text: areas.find(text, match.by)[1] for text in match.missing[:_LISTED]}
    told = [f"{text} (→ {hint})" if hint else text for text, hint in hints.items()]
    yield n_(
        "{n} Text ist keine Raumeinheit und käme in Quarantäne: {texts}.",
        "{n} Texte sind keine Raumeinheiten und kämen in Quarantäne: {texts}.",
        len(match.missing),
        texts=", ".join(told) + (" …" if len(match.missing) > _LISTED else ""),
    )
    if any(hint and hint.lstrip("0") == text.lstrip("0") for text, hint in hints.items()):
        yield _("Führende Nullen fehlen wohl: Die Datei war in einer Tabellenkalkulation offen.")
    elif any(text.split()[0] in areas for text in hints):
        yield _("Schlüssel und Name stehen in einem Text: So gehört er als „aliases“ in areas.csv.")
    else:
        yield _("Andere Schreibweisen gehören als „aliases“ in areas.csv.")


def _whole_city(matches: Sequence[_Match], areas: Areas) -> AreaGuess:
    city = areas.city()
    near = max(matches, key=lambda match: len(match.found), default=None)
    why = [_("In keiner Spalte stehen Raumeinheiten der Stadt: Die Zahlen gelten wohl für alle.")]
    if near is not None and near.share > _NEAR:
        why.append(
            _(
                "Am nächsten kommt {column}: Dort sind {found} von {total} Texten Raumeinheiten.",
                column=quoted(near.column.name),
                found=len(near.found),
                total=len(near.found) + len(near.missing),
            )
        )
    if city is None:
        why.append(_("Bitte „column“ oder „fixed“ eintragen."))
    return AreaGuess(None, fixed=city.code if city else "???", why=tuple(why))


def _unchecked(columns: Sequence[Column], region: Column | None) -> AreaGuess:
    """A column whose name sounds like areas."""
    why = [_("Ohne die Stadt (--city) lässt sich nicht prüfen, welche Raumeinheiten es gibt.")]
    if region is not None:
        why.append(_REGIONS)
        return AreaGuess(region.name, by="code", why=tuple(why))
    named = [each for each in columns if any(word in each.name.lower() for word in _WORDS)]
    texts = [
        each for each in columns if not each.has_figures and len(each.counts) == len(each.rows)
    ]
    for column in (*named, *texts):
        digits = all(text[0].isdigit() for text in column.distinct)
        why.append(_("Die Spalte ist nach ihrem Namen oder ihren Texten geraten."))
        return AreaGuess(column.name, by="code" if digits else "name", why=tuple(why))
    why.append(_("Bitte „column“ oder „fixed“ eintragen."))
    return AreaGuess(None, fixed="???", why=tuple(why))


def _list(texts: Sequence[str]) -> str:
    return ", ".join(texts[:_LISTED]) + (" …" if len(texts) > _LISTED else "")
