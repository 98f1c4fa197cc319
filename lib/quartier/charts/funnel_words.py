"""What is said about a funnel: beside which limits areas lie, and what can be seen."""

from collections.abc import Mapping

import pandas as pd

from quartier.charts import phrases
from quartier.charts.funnel_scales import FunnelData
from quartier.formats import Measure, Number, measure
from quartier.language import Text, _, n_
from quartier.tables import records

__all__ = ["FAMILIES", "LEVEL", "described", "lying", "lying_short"]

_NAMED = 3  # areas that the description names

#: How sure a pair of limits is.
LEVEL: Mapping[str, Text] = {
    "95": _("{value}\N{NO-BREAK SPACE}%", value=Number(95)),
    "998": _("{value}\N{NO-BREAK SPACE}%", value=Number(99.8, 1)),
}
#: What limits are of, as the head of a column: of chance alone, or (true) of the usual spread.
FAMILIES: Mapping[bool, Text] = {False: _("Zufallsgrenzen"), True: _("Übliche Streuung")}
_SIDES: Mapping[bool, dict[str, Text]] = {
    False: {
        "above": _("oberhalb der Zufallsgrenzen ({limit})"),
        "below": _("unterhalb der Zufallsgrenzen ({limit})"),
        "inside": _("innerhalb der Zufallsgrenzen ({limit})"),
        "outside": _("außerhalb der Zufallsgrenzen ({limit})"),
        "limits": _("Zufallsgrenzen ({limit})"),
    },
    True: {
        "above": _("oberhalb der üblichen Streuung ({limit})"),
        "below": _("unterhalb der üblichen Streuung ({limit})"),
        "inside": _("innerhalb der üblichen Streuung ({limit})"),
        "outside": _("außerhalb der üblichen Streuung ({limit})"),
        "limits": _("Grenzen der üblichen Streuung ({limit})"),
    },
}
_SHORT: dict[str, Text] = {
    "above": _("darüber ({limit})"),
    "below": _("darunter ({limit})"),
    "inside": _("innerhalb ({limit})"),
}
_ELSE: dict[str, Text] = {"unknown": _("ohne Grenzen"), "": _("nicht im Bild")}


def lying(place: str, usual: bool) -> Text:
    r"""Where an area lies: a side and the limits, of chance or of the usual spread.

    >>> str(lying("above_95", usual=True))
    'oberhalb der üblichen Streuung (95\xa0%)'
    """
    return _limited(_SIDES[usual] | _ELSE, place)


def lying_short(place: str) -> Text:
    """Where an area lies, beneath the name of the limits."""
    return _limited(_SHORT | _ELSE, place)


def _limited(sides: Mapping[str, Text], place: str) -> Text:
    side, _sign, level = place.partition("_")
    return Text(sides[side].source, (("limit", LEVEL[level]),)) if level else sides[side]


def described(data: FunnelData) -> list[Text]:
    """What can be seen."""
    rows, shown = data.rows, data.shown
    said = [_("Es gibt keinen Wert, der gezeigt werden kann.")] if shown.empty else _seen(data)
    unlimited = list(shown.loc[shown["place"] == "unknown", "area_name"])
    if unlimited:
        said.append(_("Ohne Grenzen zum Vergleich: {which}.", which=phrases.listed(unlimited)))
    unsized = list(rows.loc[rows["value"].notna() & (rows["place"] == ""), "area_name"])
    if unsized:
        which = phrases.listed(unsized)
        said.append(_("Nicht im Bild, weil die Zahl der Personen fehlt: {which}.", which=which))
    said += phrases.gaps_of_areas(rows)
    if len(shown) and not data.from_zero:
        said.append(_("Die senkrechte Achse beginnt nicht bei null."))
    return said


def _seen(data: FunnelData) -> list[Text]:
    (name, value), sizes = data.centre, data.shown["denominator"]
    said = [
        _("Jedes Zeichen ist ein Gebiet; je weiter rechts, desto mehr Personen."),
        n_(
            "{n} Gebiet mit {low} Personen.",
            "{n} Gebiete mit {low} bis {high} Personen.",
            len(sizes),
            low=Number(sizes.min()),
            high=Number(sizes.max()),
        ),
        _("Waagerechte Linie: {name} mit {value}.", name=name, value=Measure(value, data.unit)),
    ]
    if data.dispersed:
        said += _counted(data.shown["by_chance"], data.chance, usual=False)
    said += _counted(data.shown["place"], data.limits, usual=data.dispersed)
    said += _furthest(data)
    marked = data.marked is not None and data.marked in set(data.rows["area"])
    return [*said, _emphasised(data)] if marked else said


def _counted(place: pd.Series, limits: Mapping[str, pd.DataFrame], *, usual: bool) -> list[Text]:
    """How many lie outside; what is outside of the outer limits is so of the inner ones as well."""
    said: list[Text] = []
    if (place == "unknown").all():
        return said
    for level in limits:
        outside = place[place.str.endswith("_998") | (level == "95")]
        above, below = (int(outside.str.startswith(side).sum()) for side in ("above", "below"))
        sentence = _OUTSIDE[usual] if above + below else _NOBODY[usual]
        counts = {"limit": LEVEL[level], "above": Number(above), "below": Number(below)}
        said.append(Text((_FURTHER if said else sentence).source, tuple(counts.items())))
        if above + below == 0:
            break
    return said


_OUTSIDE: Mapping[bool, Text] = {
    False: _("Außerhalb der Zufallsgrenzen ({limit}): {above} darüber, {below} darunter."),
    True: _("Außerhalb der üblichen Streuung ({limit}): {above} darüber, {below} darunter."),
}
_NOBODY: Mapping[bool, Text] = {
    False: _("Außerhalb der Zufallsgrenzen ({limit}) liegt kein Gebiet."),
    True: _("Außerhalb der üblichen Streuung ({limit}) liegt kein Gebiet."),
}
_FURTHER = _(
    "Davon auch außerhalb der weiteren Grenzen ({limit}): {above} darüber, {below} darunter."
)


def _furthest(data: FunnelData) -> list[Text]:
    names = [
        f"{row['area_name']} ({measure(row['value'], data.unit, data.language)})"
        for row in records(data.outlying[:_NAMED])
    ]
    return [_("Am weitesten außerhalb: {which}.", which=", ".join(names))] if names else []


def _emphasised(data: FunnelData) -> Text:
    row = data.rows[data.rows["area"] == data.marked].iloc[0]
    if pd.isna(row["value"]):
        return _("Hervorgehoben: {name}, ohne Wert.", name=row["area_name"])
    return _(
        "Hervorgehoben: {name} mit {value}, {place}.",
        name=row["area_name"],
        value=phrases.said_value(row, data.unit, data.language),
        place=lying(row["place"], data.dispersed),
    )
