"""Targets as planners write them."""

import pytest
from pydantic import ValidationError

from quartier.pyramid import Target


def target(change: str) -> Target:
    return Target.model_validate(
        {
            "id": "t",
            "indicator": "i",
            "area": "00",
            "kind": "relative_per_year",
            "change": change,
            "baseline": "2020",
            "due": "2026",
        }
    )


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("-10 %", -0.1),
        ("\N{MINUS SIGN}10 %", -0.1),
        ("+2,5 %", 0.025),
        ("10 %", 0.1),
        ("12,5 %", 0.125),
        ("12.5%", 0.125),
        ("0 %", 0.0),
    ],
)
def test_a_change_is_read_as_a_share_each_year(written, share):
    assert target(written).change == share


@pytest.mark.parametrize("written", ["x5 %", "110", "-10", "5 % mehr", "--5 %", "-100 %", ""])
def test_what_is_no_change_in_per_cent_is_refused(written):
    with pytest.raises(ValidationError):
        target(written)
