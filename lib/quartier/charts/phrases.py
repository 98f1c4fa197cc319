"""What can be seen in a chart, in words made from its data.

Sentences say no more than the picture shows: first and last, highest and lowest, above and below,
what is missing and why. Whether a difference is more than chance is for the page to say, by a
method.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from quartier import signs
from quartier.formats import UNITS, Measure, Number, interval, rounded
from quartier.language import Text, _, n_
from quartier.narrative import span
from quartier.periods import Period, parse

__all__ = [
    "course",
    "gaps_of_areas",
    "gaps_over_time",
    "joined",
    "listed",
    "range_of_areas",
    "said_value",
    "target_path",
]


def joined(texts: Iterable[Text], language: str) -> str:
    """Sentences as one paragraph."""
    return " ".join(text.into(language) for text in texts)


def said_value(row: pd.Series, unit: str, language: str) -> str:
    """A figure with its interval, if it has one."""
    value = Measure(row["value"], unit)
    if pd.isna(row["lower"]) or pd.isna(row["upper"]):
        return value.into(language)
    ends = interval(row["lower"], row["upper"], unit, language)
    return _("{value} (Vertrauensbereich {interval})", value=value, interval=ends).into(language)


def course(rows: pd.DataFrame, unit: str, language: str, breaks: Sequence[Period]) -> list[Text]:
    """The way of a series: first, last, extremes, direction.

    Parameters
    ----------
    rows
        As `values.over_time` gives them.
    unit, language
        As in the chart.
    breaks
        The periods that begin a new way of measuring.
    """
    shown = rows[rows["value"].notna()]
    if shown.empty:
        return [_("Es gibt keinen Wert, der gezeigt werden kann.")]
    first, last = shown.iloc[0], shown.iloc[-1]
    if len(shown) == 1:
        return [_at(_("Einziger Wert {period}: {value}."), first, unit, language)]
    said = [
        _("{span}.", span=span(first["period"], last["period"], opens=True)),
        _at(_("Erster Wert {period}: {value}."), first, unit, language),
        _at(_("Letzter Wert {period}: {value}."), last, unit, language),
    ]
    if len(shown) > 2:
        said.append(_extremes(shown, unit))
    inside = [parse(first["period"]) < period <= parse(last["period"]) for period in breaks]
    return said if any(inside) else [*said, _direction(first["value"], last["value"], unit)]


def _at(sentence: Text, row: pd.Series, unit: str, language: str) -> Text:
    value = said_value(row, unit, language)
    return Text(sentence.source, (("period", parse(row["period"])), ("value", value)))


def _extremes(shown: pd.DataFrame, unit: str) -> Text:
    highest, lowest = shown.iloc[shown["value"].argmax()], shown.iloc[shown["value"].argmin()]
    return _(
        "Höchster Wert {high} ({high_period}), niedrigster {low} ({low_period}).",
        high=Measure(highest["value"], unit),
        high_period=parse(highest["period"]),
        low=Measure(lowest["value"], unit),
        low_period=parse(lowest["period"]),
    )


def _direction(first: float, last: float, unit: str) -> Text:
    decimals = UNITS[unit].decimals
    # From the numbers as they are printed, so that a reader who subtracts them gets the same.
    difference = rounded(last, decimals) - rounded(first, decimals)
    said = _difference(abs(difference), unit)
    if rounded(difference, decimals) == 0:
        return _("Der letzte Wert ist gleich dem ersten.")
    if difference > 0:
        return _("Der letzte Wert liegt um {difference} über dem ersten.", difference=said)
    return _("Der letzte Wert liegt um {difference} unter dem ersten.", difference=said)


def _difference(value: float, unit: str) -> Text | Measure:
    if unit == "percent":
        return _("{value} Prozentpunkte", value=Number(value, UNITS[unit].decimals))
    return Measure(value, unit)


def target_path(path: pd.DataFrame, rows: pd.DataFrame, unit: str) -> list[Text]:
    """The way to a target, and where the last value lies beside it.

    Parameters
    ----------
    path
        period, expected; in the order of time.
    rows
        As `values.over_time` gives them.
    unit
        As in the chart.
    """
    end = path.iloc[-1]
    said = [
        _(
            "Gestrichelt der Weg zum Ziel: {value} bis {period}.",
            value=Measure(end["expected"], unit),
            period=parse(end["period"]),
        )
    ]
    both = rows.merge(path, on="period").dropna(subset=["value", "expected"])
    return said if both.empty else [*said, _beside(both.iloc[-1], unit)]


def _beside(row: pd.Series, unit: str) -> Text:
    decimals = UNITS[unit].decimals
    value, expected = (rounded(row[name], decimals) for name in ("value", "expected"))
    there = {"period": parse(row["period"]), "expected": Measure(row["expected"], unit)}
    if value == expected:
        return _("{period} liegt der Wert auf diesem Weg ({expected}).", **there)
    if value > expected:
        return _("{period} liegt der Wert über diesem Weg ({expected}).", **there)
    return _("{period} liegt der Wert unter diesem Weg ({expected}).", **there)


def gaps_over_time(rows: pd.DataFrame, language: str) -> list[Text]:
    """The periods without a value, with the reasons."""
    labels = [parse(period).label(language) for period in rows["period"]]
    return [
        _("Ohne Wert: {which} ({reason}).", which=", ".join(which), reason=reason)
        for reason, which in _by_reason(rows, labels)
    ]


def gaps_of_areas(rows: pd.DataFrame) -> list[Text]:
    """The areas without a value, with the reasons; by name when they are few."""
    return [
        _("Ohne Wert: {which} ({reason}).", which=listed(which), reason=reason)
        for reason, which in _by_reason(rows, list(rows["area_name"]))
    ]


def listed(names: Sequence[str], most: int = 5) -> str | Text:
    """Names, or how many there are."""
    return ", ".join(names) if len(names) <= most else n_("{n} Gebiet", "{n} Gebiete", len(names))


def _by_reason(rows: pd.DataFrame, labels: Sequence[str]) -> list[tuple[Text, list[str]]]:
    found: dict[Text, list[str]] = {}
    for status, value, label in zip(rows["status"], rows["value"], labels, strict=True):
        if pd.isna(value):
            found.setdefault(signs.meaning(status), []).append(label)
    return list(found.items())


def range_of_areas(
    rows: pd.DataFrame,
    unit: str,
    language: str,
    marked: str | None,
    reference: tuple[str, float] | None,
) -> list[Text]:
    """How areas lie: highest, lowest, middle, the marked one, and the reference.

    Parameters
    ----------
    rows
        As `values.areas` gives them.
    unit, language
        As in the chart.
    marked
        The area that the chart emphasises.
    reference
        Name and value of what is compared with.
    """
    shown = rows[rows["value"].notna()]
    if shown.empty:
        return [_("Es gibt keinen Wert, der gezeigt werden kann.")]
    said = [_ends(shown, unit)]
    if len(shown) > 2:
        median = Measure(shown["value"].median(), unit)
        said.append(_("Mittlerer Wert (Median): {median}.", median=median))
    if marked is not None and marked in set(rows["area"]):
        said.append(_marked(rows, shown, marked, unit, language))
    if reference is not None:
        name, value = reference
        said.append(_("Zum Vergleich {name}: {value}.", name=name, value=Measure(value, unit)))
    return said


def _ends(shown: pd.DataFrame, unit: str) -> Text:
    highest, lowest = shown.iloc[0], shown.iloc[-1]
    return n_(
        "{n} Gebiet: {high_name} mit {high}.",
        "{n} Gebiete von {high_name} mit {high} bis {low_name} mit {low}.",
        len(shown),
        high_name=highest["area_name"],
        high=Measure(highest["value"], unit),
        low_name=lowest["area_name"],
        low=Measure(lowest["value"], unit),
    )


def _marked(rows: pd.DataFrame, shown: pd.DataFrame, marked: str, unit: str, language: str) -> Text:
    row = rows[rows["area"] == marked].iloc[0]
    if pd.isna(row["value"]):
        return _("Hervorgehoben: {name}, ohne Wert.", name=row["area_name"])
    return _(
        "Hervorgehoben: {name} mit {value}, Platz {rank} von {count}, vom höchsten Wert gezählt.",
        name=row["area_name"],
        value=said_value(row, unit, language),
        rank=Number(1 + (shown["value"] > row["value"]).sum()),
        count=Number(len(shown)),
    )
