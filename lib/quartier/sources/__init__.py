"""Delivered files become observations that can be trusted; the rest is listed with its reason."""

from quartier.sources.delivered import Checked, check_file
from quartier.sources.gathered import gathered
from quartier.sources.reasons import advice, explain

__all__ = ["Checked", "advice", "check_file", "explain", "gathered"]
