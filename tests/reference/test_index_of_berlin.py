"""Berlin's official classes come out for every area that its Monitoring includes.

They are computed from table 2-1 alone; table 1 holds the classes that the Senate published. Areas
with too few inhabitants stand in table 2-1 with zeros throughout and not in table 1.
"""

from pathlib import Path

import pandas as pd
import pytest

from quartier.statistics.index import DYNAMIC, STATUS, classified, index

EDITIONS = {2013: 434, 2015: 435, 2017: 436}
CLASSES = {
    "hoch": "high",
    "mittel": "middle",
    "niedrig": "low",
    "sehr niedrig": "very_low",
    "positiv": "positive",
    "stabil": "stable",
    "negativ": "negative",
}


def table(real_data: Path, edition: int, number: str) -> pd.DataFrame:
    path = real_data / "berlin" / f"mss-{edition}-table-{number}.csv"
    return pd.read_csv(path, dtype="str").set_index("id")


@pytest.mark.parametrize(("letter", "classes"), [("s", STATUS), ("d", DYNAMIC)])
@pytest.mark.parametrize("edition", EDITIONS)
def test_official_classes(real_data: Path, edition: int, letter: str, classes) -> None:
    told = table(real_data, edition, "2-1")
    figures = told[[name for name in told if name[1:2].isdigit()]].astype(float)
    found = index(
        figures[[name for name in figures if name.startswith(letter)]],
        excluded=(figures == 0).all(axis=1),
    )
    assert found.included.sum() == EDITIONS[edition]
    own = pd.Series(classified(found.value, classes), index=told.index).dropna()
    name = {"s": "status_index_class", "d": "dynamic_index_class"}[letter]
    official = table(real_data, edition, "1")[name].map(CLASSES)
    pd.testing.assert_series_equal(
        own.sort_index(), official.sort_index(), check_names=False, check_dtype=False
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_published_z_values_and_index(real_data: Path, edition: int) -> None:
    """Table 3 has the z-values behind the status index, their sum and the index, to five digits.

    Its last headers are shifted: the sum stands under that of the first dynamic indicator, the
    index under that of the second.
    """
    told = table(real_data, edition, "2-1")
    figures = told[[name for name in told if name[1:2].isdigit()]].astype(float)
    left_out = (figures == 0).all(axis=1)
    names = [name for name in figures if name.startswith("s")]
    found = index(figures[names], excluded=left_out)
    official = table(real_data, edition, "3").reindex(told.index)[~left_out]
    columns = [f"z_{name}" for name in names]
    published = official[[*columns, "z_d1_percentage_unemployed"]].astype(float)
    z = found.z[found.included]
    assert abs(z - published[columns]).to_numpy().max() < 1e-5
    assert abs(z.sum(axis=1) - published["z_d1_percentage_unemployed"]).max() < 2e-5
    of_all = official["z_d2_percentage_long_term_unemployed"].astype(float)
    assert abs(found.value[found.included] - of_all).max() < 1e-5
