"""As much of a description as a reader needs to open a file that nobody has described yet."""

from collections.abc import Collection, Mapping
from typing import Any

from quartier.descriptions import Description

__all__ = ["least"]


def least(
    form: str,
    section: Mapping[str, Any],
    footnotes: Collection[str] = (),
    layer: str | None = None,
) -> Description:
    """The least description of a file of some format.

    Parameters
    ----------
    form : str
    section : mapping
        What its section of that name says; for a format without one, how numbers are written.
    footnotes : collection of str
    layer : str, optional

    Examples
    --------
    >>> least("csv", {"separator": ","}).format
    'csv'
    """
    told: dict[str, Any] = {
        "title": "-",
        "owner": "-",
        "format": form,
        "layer": layer,
        "area": {"fixed": "-"},
        "period": {"fixed": "-"},
        "values": [{"column": "-", "variable": "x"}],
        "footnotes": tuple(footnotes),
        form if form in ("csv", "xlsx", "ods") else "numbers": dict(section),
    }
    return Description.model_validate(told)
