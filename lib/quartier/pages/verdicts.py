"""The words for verdicts, each with a symbol and a tone: colour never speaks alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from quartier.language import Text, _

__all__ = ["VERDICTS", "Verdict"]


@dataclass(frozen=True)
class Verdict:
    """How a verdict looks: its word, the name of its symbol, its tone."""

    word: Text
    symbol: str
    tone: str


VERDICTS: Mapping[str, Verdict] = {
    "met": Verdict(_("erreicht"), "check", "good"),
    "on_path": Verdict(_("auf Kurs"), "rise", "good"),
    "at_risk": Verdict(_("gefährdet"), "alert", "fair"),
    "off_path": Verdict(_("nicht auf Kurs"), "cross", "poor"),
    "not_assessable": Verdict(_("nicht bewertbar"), "question", "plain"),
    "better": Verdict(_("günstiger als stadtweit"), "check", "good"),
    "worse": Verdict(_("ungünstiger als stadtweit"), "cross", "poor"),
    "above": Verdict(_("höher als stadtweit"), "up", "plain"),
    "below": Verdict(_("niedriger als stadtweit"), "down", "plain"),
    "similar": Verdict(_("ähnlich wie stadtweit"), "level", "plain"),
}
"""Goals: met, on_path, at_risk, off_path, not_assessable. Comparison with the city: the others."""
