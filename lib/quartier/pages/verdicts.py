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
    "similar": Verdict(_("ähnlich wie stadtweit"), "level", "faint"),
    "favourable": Verdict(_("günstiger"), "check", "good"),
    "unfavourable": Verdict(_("ungünstiger"), "cross", "poor"),
    "higher": Verdict(_("höher"), "up", "plain"),
    "lower": Verdict(_("niedriger"), "down", "plain"),
    "alike": Verdict(_("kann Zufall sein"), "level", "faint"),
    "undecided": Verdict(_("ohne Vertrauensbereich"), "question", "faint"),
    "rising_good": Verdict(_("steigt, günstig"), "up", "good"),
    "rising_poor": Verdict(_("steigt, ungünstig"), "up", "poor"),
    "rising": Verdict(_("steigt"), "up", "plain"),
    "falling_good": Verdict(_("sinkt, günstig"), "down", "good"),
    "falling_poor": Verdict(_("sinkt, ungünstig"), "down", "poor"),
    "falling": Verdict(_("sinkt"), "down", "plain"),
    "no_trend": Verdict(_("kein sicherer Trend"), "level", "faint"),
    "trend_unknown": Verdict(_("Trend nicht beurteilbar"), "question", "faint"),
}
"""Verdicts by what they are about.

Goals: met to not_assessable. Comparison with the city: better to similar. Comparison with any
reference that is named beside it: favourable to undecided. Trend: rising_good to trend_unknown.
"""
