"""What the gate's decisions rest on, besides the figures themselves."""

import hashlib
import json

from quartier import __version__
from quartier.settings import City

__all__ = ["basis"]


def basis(city: City) -> dict[str, object]:
    """For whom a report is made, its rules, and a digest of all else that decides what is hidden.

    Pages that passed the gate on another basis can show what must be withheld now.

    Returns
    -------
    dict
        Of plain values: ``audience``, ``threshold``, ``zero`` and ``structure``, a digest of what
        counts persons, what is computed from what, which areas add up to which, what is counted
        beside them, which signs mean secret, and the release of Quartier.
    """
    rules = city.settings.disclosure.model_dump(mode="json")
    variables = {
        name: variable.model_dump(include={"unit", "counts_persons", "dimensions"})
        for name, variable in city.variables.items()
    }
    indicators = {
        name: indicator.model_dump(include={"kind", "unit", "numerator", "denominator", "levels"})
        for name, indicator in city.indicators.items()
    }
    sources = city.sources
    structure = {
        "variables": variables,
        "indicators": indicators,
        "areas": sorted((area.code, area.level, area.parent or "") for area in city.areas),
        "beside": {name: (*each.area.unknown, *each.area.rest) for name, each in sources.items()},
        "signs": {name: source.symbols for name, source in sources.items()},
        "release": __version__,
    }
    text = json.dumps(structure, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"audience": city.settings.audience, **rules, "structure": digest}
