"""Periods inside sentences: each kind with its own preposition and article."""

import re
from collections.abc import Mapping

from quartier.language import Text, _
from quartier.periods import Kind, Period, parse

__all__ = ["at", "opening", "since", "span"]

# Each kind has names of its own for its periods, so that a language can tell the kinds apart.
_OPENING: Mapping[Kind, Text] = {
    "year": _("{year}"),
    "school_year": _("Im {school_year}"),
    "tertial": _("Im {tertial}"),
    "half_year": _("Im {half_year}"),
    "quarter": _("Im {quarter}"),
    "month": _("Im {month}"),
    "kindergarten_year": _("Im {kindergarten_year}"),
    "date": _("Am {day}"),
}
_AT: Mapping[Kind, Text] = {
    "year": _("{in_year}"),
    "school_year": _("im {school_year}"),
    "tertial": _("im {tertial}"),
    "half_year": _("im {half_year}"),
    "quarter": _("im {quarter}"),
    "month": _("im {month}"),
    "kindergarten_year": _("im {kindergarten_year}"),
    "date": _("am {day}"),
}
_SINCE: Mapping[Kind, Text] = {
    "year": _("{since_year}"),
    "school_year": _("dem {school_year}"),
    "tertial": _("dem {tertial}"),
    "half_year": _("dem {half_year}"),
    "quarter": _("dem {quarter}"),
    "month": _("{since_month}"),
    "kindergarten_year": _("dem {kindergarten_year}"),
    "date": _("dem {day}"),
}
_SPAN: Mapping[Kind, Text] = {
    "year": _("von {first_year} bis {last_year}"),
    "school_year": _("vom {first_school_year} bis zum {last_school_year}"),
    "tertial": _("vom {first_tertial} bis zum {last_tertial}"),
    "half_year": _("vom {first_half_year} bis zum {last_half_year}"),
    "quarter": _("vom {first_quarter} bis zum {last_quarter}"),
    "month": _("von {first_month} bis {last_month}"),
    "kindergarten_year": _("vom {first_kindergarten_year} bis zum {last_kindergarten_year}"),
    "date": _("vom {first_day} bis zum {last_day}"),
}
_OPENING_SPAN: Mapping[Kind, Text] = {
    "year": _("Von {first_year} bis {last_year}"),
    "school_year": _("Vom {first_school_year} bis zum {last_school_year}"),
    "tertial": _("Vom {first_tertial} bis zum {last_tertial}"),
    "half_year": _("Vom {first_half_year} bis zum {last_half_year}"),
    "quarter": _("Vom {first_quarter} bis zum {last_quarter}"),
    "month": _("Von {first_month} bis {last_month}"),
    "kindergarten_year": _("Vom {first_kindergarten_year} bis zum {last_kindergarten_year}"),
    "date": _("Vom {first_day} bis zum {last_day}"),
}


def opening(period: str) -> Text:
    """When something was, at the start of a sentence.

    >>> [str(opening(period)) for period in ("2024", "2023/24", "2024-12-31")]
    ['2024', 'Im Schuljahr 2023/24', 'Am 31.12.2024']
    """
    return _filled(_OPENING, parse(period))


def at(period: str) -> Text:
    """When something was, inside a sentence.

    >>> [str(at(period)) for period in ("2024", "2023/24", "2024-12-31")]
    ['2024', 'im Schuljahr 2023/24', 'am 31.12.2024']
    """
    return _filled(_AT, parse(period))


def since(period: str) -> Text:
    """A period behind "seit" or "zu", or before "an".

    >>> [str(since(period)) for period in ("2024", "2023/24", "2024-12-31")]
    ['2024', 'dem Schuljahr 2023/24', 'dem 31.12.2024']
    """
    return _filled(_SINCE, parse(period))


def span(first: str, last: str, *, opens: bool = False) -> Text:
    """From one period to another of the same kind.

    >>> str(span("2021", "2023")), str(span("2019/20", "2023/24", opens=True))
    ('von 2021 bis 2023', 'Vom Schuljahr 2019/20 bis zum Schuljahr 2023/24')
    """
    return _filled(_OPENING_SPAN if opens else _SPAN, parse(first), parse(last))


def _filled(texts: Mapping[Kind, Text], *said: Period) -> Text:
    source = texts[said[0].kind].source
    return Text(source, tuple(zip(re.findall(r"\{(\w+)\}", source), said, strict=True)))
