"""Similar areas: nearest in standard deviations."""

import numpy as np
import pytest

from quartier.statistics.similar import nearest, standardised

STRUCTURE = [[10.0, 100.0], [20.0, 100.0], [30.0, 130.0], [20.0, 190.0]]


def test_by_hand() -> None:
    # First measure: mean 20, deviation sqrt(200 / 4) = 7.0711; second: mean 130, deviation
    # sqrt((900 + 900 + 0 + 3600) / 4) = 36.742. From the first area: to the second 10 / 7.0711 =
    # 1.4142; to the third sqrt(2.8284^2 + 0.8165^2) = 2.9439; to the fourth
    # sqrt(1.4142^2 + 2.4495^2) = 2.8284.
    positions, distances = nearest(STRUCTURE, count=3)
    assert positions[0].tolist() == [1, 3, 2]
    assert distances[0] == pytest.approx([1.4142, 2.8284, 2.9439], abs=1e-4)


def test_a_measure_that_is_the_same_everywhere_tells_nothing() -> None:
    z = standardised([[0.3, 1.0], [0.1 + 0.2, 5.0]])
    assert z[:, 0].tolist() == [0, 0]


def test_missing_measures_and_too_few_areas() -> None:
    positions, distances = nearest([[1.0], [np.nan], [2.0]], count=2)
    assert positions.tolist() == [[2, -1], [-1, -1], [0, -1]]
    assert np.isnan(distances[1]).all()


def test_one_area_has_no_other() -> None:
    assert nearest([[1.0]], count=1)[0].tolist() == [[-1]]


def test_of_equally_near_ones_the_first() -> None:
    assert nearest([[2.0], [1.0], [3.0]], count=1)[0][0].tolist() == [1]


@pytest.mark.parametrize(
    ("structure", "count", "message"),
    [
        ([[1.0], [np.inf]], 1, r"^infinite value at position \(1, 0\)$"),
        ([1.0, 2.0], 1, "no table of areas and measures"),
        (1.0, 1, "no table of areas and measures"),
        (np.ones((3, 0)), 1, "no table of areas and measures"),
        ([[1.0], [2.0]], 0, "^count 0 is no whole number of at least 1$"),
    ],
)
def test_what_is_refused(structure: object, count: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nearest(structure, count)  # type: ignore[arg-type]


def test_units_make_no_difference() -> None:
    scaled = np.array(STRUCTURE) * [1000, 0.01] + [5, 7]
    assert nearest(scaled, 3)[0].tolist() == nearest(STRUCTURE, 3)[0].tolist()
