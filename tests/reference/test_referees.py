"""Intervals against the expected values that PHEindicatormethods is tested with.

They print 16 digits, at 95 % and 99.8 %. Where they have no value, there must be none here either.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from quartier.statistics.proportion import wilson
from quartier.statistics.rate import byar, exact_or_byar

SAME = {"rtol": 1e-9, "atol": 0.0}
CONFIDENCE = {"95_0": 0.95, "99_8": 0.998}


def sheet(real_data: Path, file: str, name: str) -> pd.DataFrame:
    frame = pd.read_excel(real_data / "referees" / file, sheet_name=name, engine="calamine")
    frame = frame.dropna(how="all")
    assert len(frame) >= 11
    return frame


@pytest.mark.parametrize("printed", CONFIDENCE)
def test_proportions(real_data: Path, printed: str) -> None:
    frame = sheet(real_data, "testdata_Proportion.xlsx", "testdata_Prop")
    lower, upper = wilson(frame["Numerator"], frame["Denominator"], CONFIDENCE[printed])
    np.testing.assert_allclose(lower * frame["multiplier"], frame[f"lower{printed}cl"], **SAME)
    np.testing.assert_allclose(upper * frame["multiplier"], frame[f"upper{printed}cl"], **SAME)


def test_proportions_of_groups(real_data: Path) -> None:
    frame = sheet(real_data, "testdata_Proportion.xlsx", "testdata_Prop_g")
    lower, upper = wilson(frame["Numerator"], frame["Denominator"])
    np.testing.assert_allclose(lower, frame["lowercl"], **SAME)
    np.testing.assert_allclose(upper, frame["uppercl"], **SAME)


def rates(frame: pd.DataFrame, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = exact_or_byar(frame["Numerator"], frame["Denominator"], confidence)
    return lower * frame["multiplier"], upper * frame["multiplier"]


@pytest.mark.parametrize("printed", CONFIDENCE)
def test_rates(real_data: Path, printed: str) -> None:
    frame = sheet(real_data, "testdata_Rate.xlsx", "testdata_Rate")
    assert set(frame["method"].dropna()) == {"Exact", "Byars"}
    lower, upper = rates(frame, CONFIDENCE[printed])
    np.testing.assert_allclose(lower, frame[f"lower{printed}cl"], **SAME)
    np.testing.assert_allclose(upper, frame[f"upper{printed}cl"], **SAME)


def test_rates_of_groups(real_data: Path) -> None:
    frame = sheet(real_data, "testdata_Rate.xlsx", "testdata_Rate_g")
    lower, upper = rates(frame, 0.95)
    np.testing.assert_allclose(lower, frame["lowercl"], **SAME)
    np.testing.assert_allclose(upper, frame["uppercl"], **SAME)


@pytest.mark.parametrize(("printed", "confidence"), [("95%", 0.95), ("99.8%", 0.998)])
def test_functions_alone(real_data: Path, printed: str, confidence: float) -> None:
    frame = sheet(real_data, "testdata_Byars_Wilson.xlsx", "testdata_B_W")
    frame = frame[frame["confidence"] == printed]
    shares, counts = (frame[frame["method"] == name] for name in ("Wilson", "Byars"))
    assert len(shares) == 3
    assert len(counts) >= 3
    for part, ends in (
        (shares, wilson(shares["x"], shares["n"], confidence)),
        (counts, byar(counts["x"], confidence)),
    ):
        np.testing.assert_allclose(ends[0], part["lowercl"], **SAME)
        np.testing.assert_allclose(ends[1], part["uppercl"], **SAME)
