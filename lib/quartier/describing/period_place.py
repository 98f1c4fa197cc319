"""Where a file says for which period its figures are."""

from collections.abc import Sequence
from dataclasses import dataclass

from quartier import periods
from quartier.describing.guess import Guess
from quartier.describing.looked import Column
from quartier.describing.period_texts import Inside, escaped, period_in
from quartier.language import Text, _, quoted
from quartier.periods import Kind

__all__ = ["PeriodGuess", "divides_year", "guess_period", "guess_period_column", "wide"]

_WORDS = (
    "jahr", "stichtag", "datum", "zeit", "stand", "monat", "quartal", "halbjahr", "tertial",
    "periode", "year", "time", "date", "period",
)  # fmt: skip
_MOST = 400


@dataclass(frozen=True)
class PeriodGuess:
    """Where the period stands.

    Attributes
    ----------
    place : str
        ``column``, ``file``, ``sheet`` or ``fixed``; empty where headers of values say it.
    text : str
        The column, the pattern or the period.
    kind : str, optional
        Where the text alone could mean several things.
    day : str
        Day and month that all dates share, as "31.12.".
    why : tuple of Text
    """

    place: str
    text: str = ""
    kind: Kind | None = None
    day: str = ""
    why: tuple[Text, ...] = ()


def guess_period_column(columns: Sequence[Column]) -> PeriodGuess | None:
    """The column in which every text is a period; a name such as "Jahr" decides between several."""
    good = [each for each in columns if _kinds(each) and _plausible(each)]
    if not good:
        return None
    best = max(good, key=lambda each: (_named(each), -len(each.distinct)))
    kind = _kinds(best)[0]
    found = [periods.parse(text, kind) for text in best.distinct]
    kinds = {each.kind for each in found}
    days = {f"{each.start:%d.%m.}" for each in found} if kinds == {"date"} else set()
    why = [_("Alle Texte der Spalte sind Zeiträume, etwa {text}.", text=quoted(best.distinct[0]))]
    if len(best.distinct) == 1:
        why = [_("In allen Zeilen der Spalte steht {text}.", text=quoted(best.distinct[0]))]
    day = days.pop() if len(days) == 1 else ""
    return PeriodGuess("column", best.name, kind, day, tuple(why))


def _kinds(column: Column) -> list[Kind | None]:
    """The kinds as which all texts are periods; None where the texts say theirs."""
    if not column.distinct or len(column.distinct) > _MOST or "" in column.counts:
        return []
    kinds: tuple[Kind | None, ...] = (None,)
    name = column.name.lower()
    if "monat" in name:
        kinds = (None, "month")
    if "kita" in name or "kindergarten" in name:
        kinds = ("kindergarten_year",)
    return [kind for kind in kinds if all(_is_period(text, kind) for text in column.distinct)]


def _is_period(text: str, kind: Kind | None) -> bool:
    try:
        return 1900 <= periods.parse(text, kind).start.year <= 2100
    except ValueError:
        return False


def _named(column: Column) -> bool:
    return any(word in column.name.lower() for word in _WORDS)


def _plausible(column: Column) -> bool:
    """Whether it is more than figures that look like years."""
    years = all(text.isdigit() for text in column.distinct)
    return _named(column) or not years or len(column.distinct) <= len(column.rows) / 3


def divides_year(column: Column, period: PeriodGuess | None) -> bool:
    """Whether a column says which part of the year is meant that another column says."""
    if period is None or period.place != "column" or not column.has_figures:
        return False
    words = ("monat", "quartal", "halbjahr", "tertial")
    small = all(text.isdigit() and 1 <= int(text) <= 12 for text in column.distinct)
    return small and any(word in column.name.lower() for word in words)


def wide(columns: Sequence[Column]) -> dict[str, Inside]:
    """The periods in the headers of columns with figures, where most of these have one."""
    found = {each.name: inside for each in columns if (inside := period_in(each.name))}
    return found if len(found) * 2 > len(columns) else {}


def guess_period(
    file_name: str, sheets: Guess[str] | None, sheet: str, texts: Sequence[str]
) -> PeriodGuess:
    """The period where neither a column nor headers say it: in the name of sheet or file.

    A period in one of some ``texts``, such as the title, is that of this file only.
    """
    if sheets is not None and (found := period_in(sheet)):
        why = _("Den Zeitraum nennt der Name des Blatts, hier {text}.", text=quoted(found.text))
        return PeriodGuess("sheet", f"({found.form})", why=(why,))
    found = period_in(file_name)
    if found is not None:
        why = _("Den Zeitraum nennt der Dateiname, hier {text}.", text=quoted(found.text))
        return PeriodGuess("file", f"{escaped(found.before)}({found.form})", why=(why,))
    for text in texts:
        if found := period_in(text):
            why = _("Den Zeitraum nennt nur {text}: Für jede Lieferung ändern.", text=quoted(text))
            return PeriodGuess("fixed", found.text, why=(why,))
    why = _(
        "Den Zeitraum nennen weder Spalten noch Überschriften noch der Dateiname: Bitte eintragen."
    )
    return PeriodGuess("fixed", "???", why=(why,))
