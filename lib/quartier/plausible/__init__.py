"""Plausibility: figures that cannot be are errors, figures that can hardly be are doubts."""

from quartier.plausible.checked import doubts_of, errors_of
from quartier.plausible.setting import Setting
from quartier.plausible.shifted import Columns
from quartier.plausible.told import NAMED, Doubt, doubted, figure
from quartier.plausible.words import WITH_FIGURES, doubt_advice, explain_doubt

__all__ = [
    "NAMED",
    "WITH_FIGURES",
    "Columns",
    "Doubt",
    "Setting",
    "doubt_advice",
    "doubted",
    "doubts_of",
    "errors_of",
    "explain_doubt",
    "figure",
]
