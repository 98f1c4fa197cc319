"""Periods inside sentences: each kind with the article and preposition that readers expect."""

import pytest

from quartier import narrative

YEAR, SCHOOL, TERTIAL, DAY = "2023", "2023/24", "2023-T2", "2023-12-31"
HALF, QUARTER, MONTH, KITA = "2023-H2", "2023-Q1", "2023-03", "2023/24-K"


@pytest.mark.parametrize(
    ("period", "german", "english"),
    [
        (YEAR, "2023", "In 2023"),
        (SCHOOL, "Im Schuljahr 2023/24", "In the school year 2023/24"),
        (TERTIAL, "Im 2. Tertial 2023", "In tertial 2 of 2023"),
        (HALF, "Im 2. Halbjahr 2023", "In half-year 2 of 2023"),
        (QUARTER, "Im 1. Quartal 2023", "In quarter 1 of 2023"),
        (MONTH, "Im März 2023", "In March 2023"),
        (KITA, "Im Kitajahr 2023/24", "In the kindergarten year 2023/24"),
        (DAY, "Am 31.12.2023", "On 31 Dec 2023"),
    ],
)
def test_a_period_opens_a_sentence(period, german, english):
    said = narrative.opening(period)
    assert (str(said), said.into("en")) == (german, english)


@pytest.mark.parametrize(
    ("period", "german", "english"),
    [
        (YEAR, "2023", "in 2023"),
        (SCHOOL, "im Schuljahr 2023/24", "in the school year 2023/24"),
        (TERTIAL, "im 2. Tertial 2023", "in tertial 2 of 2023"),
        (HALF, "im 2. Halbjahr 2023", "in half-year 2 of 2023"),
        (QUARTER, "im 1. Quartal 2023", "in quarter 1 of 2023"),
        (MONTH, "im März 2023", "in March 2023"),
        (KITA, "im Kitajahr 2023/24", "in the kindergarten year 2023/24"),
        (DAY, "am 31.12.2023", "on 31 Dec 2023"),
    ],
)
def test_a_period_inside_a_sentence(period, german, english):
    said = narrative.at(period)
    assert (str(said), said.into("en")) == (german, english)


@pytest.mark.parametrize(
    ("period", "german", "english"),
    [
        (YEAR, "2023", "2023"),
        (SCHOOL, "dem Schuljahr 2023/24", "the school year 2023/24"),
        (TERTIAL, "dem 2. Tertial 2023", "tertial 2 of 2023"),
        (HALF, "dem 2. Halbjahr 2023", "half-year 2 of 2023"),
        (QUARTER, "dem 1. Quartal 2023", "quarter 1 of 2023"),
        (MONTH, "März 2023", "March 2023"),
        (KITA, "dem Kitajahr 2023/24", "the kindergarten year 2023/24"),
        (DAY, "dem 31.12.2023", "31 Dec 2023"),
    ],
)
def test_a_period_since_which_something_is(period, german, english):
    said = narrative.since(period)
    assert (str(said), said.into("en")) == (german, english)


@pytest.mark.parametrize(
    ("first", "last", "german", "english"),
    [
        ("2021", YEAR, "von 2021 bis 2023", "from 2021 to 2023"),
        (
            "2019/20",
            SCHOOL,
            "vom Schuljahr 2019/20 bis zum Schuljahr 2023/24",
            "from the school year 2019/20 to the school year 2023/24",
        ),
        (
            "2022-T3",
            TERTIAL,
            "vom 3. Tertial 2022 bis zum 2. Tertial 2023",
            "from tertial 3 of 2022 to tertial 2 of 2023",
        ),
        (
            "2022-H1",
            HALF,
            "vom 1. Halbjahr 2022 bis zum 2. Halbjahr 2023",
            "from half-year 1 of 2022 to half-year 2 of 2023",
        ),
        (
            "2022-Q3",
            QUARTER,
            "vom 3. Quartal 2022 bis zum 1. Quartal 2023",
            "from quarter 3 of 2022 to quarter 1 of 2023",
        ),
        ("2022-05", MONTH, "von Mai 2022 bis März 2023", "from May 2022 to March 2023"),
        (
            "2019/20-K",
            KITA,
            "vom Kitajahr 2019/20 bis zum Kitajahr 2023/24",
            "from the kindergarten year 2019/20 to the kindergarten year 2023/24",
        ),
        (
            "2021-12-31",
            DAY,
            "vom 31.12.2021 bis zum 31.12.2023",
            "from 31 Dec 2021 to 31 Dec 2023",
        ),
    ],
)
def test_from_one_period_to_another(first, last, german, english):
    said, opens = narrative.span(first, last), narrative.span(first, last, opens=True)
    assert (str(said), said.into("en")) == (german, english)
    assert str(opens) == german[0].upper() + german[1:]
    assert opens.into("en") == english[0].upper() + english[1:]
