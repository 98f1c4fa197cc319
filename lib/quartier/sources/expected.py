"""What may stand in a cell that was not understood, as the description of its source says."""

from quartier.descriptions import Description
from quartier.language import Text, _

__all__ = ["expected"]

MOST_TEXTS = 12
"""So many texts are listed."""


def expected(reason: str, column: str, description: Description) -> Text | str | None:
    """What the description allows instead; None where there is nothing to list.

    Parameters
    ----------
    reason, column : str
        From a row of the quarantine.
    description : Description
    """
    if reason == "number":
        return _numbers(description)
    if reason in ("file_period", "sheet_period") and description.period is not None:
        return description.period.file or description.period.sheet
    if reason == "period":
        return _("2024, 31.12.2024, 1. Quartal 2024, März 2024 oder 2023/24")
    texts = _texts(reason, column, description)
    listed = [*texts[:MOST_TEXTS], *(["…"] if len(texts) > MOST_TEXTS else [])]
    return ", ".join(listed) or None


def _texts(reason: str, column: str, description: Description) -> list[str]:
    if reason == "group":
        cuts = [cut for cut in description.groups if cut.column == column]
        return [text for cut in cuts for text in cut.values]
    if reason == "variable" and description.variable is not None:
        return [*description.variable.values, *description.variable.ignored]
    if reason == "code":
        return [text for each in description.values if each.column == column for text in each.codes]
    if reason == "quality":
        return [sign for sign in description.symbols if sign]
    return []


def _numbers(description: Description) -> Text:
    told = description.number_format
    example = f"1{told.thousands or ''}234{told.decimal}5"
    signs = [sign for sign in description.symbols if sign]
    if not signs:
        return _("Zahlen wie {example}", example=example)
    return _(
        "Zahlen wie {example} und diese Zeichen: {signs}", example=example, signs=", ".join(signs)
    )
