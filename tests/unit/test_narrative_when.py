"""Periods inside sentences: each kind with the article and preposition that readers expect."""

import pytest

from quartier import narrative

YEAR, SCHOOL, TERTIAL, DAY = "2023", "2023/24", "2023-T2", "2023-12-31"


@pytest.mark.parametrize(
    ("period", "german", "english"),
    [
        (YEAR, "2023", "In 2023"),
        (SCHOOL, "Im Schuljahr 2023/24", "In the school year 2023/24"),
        (TERTIAL, "Im 2. Tertial 2023", "In tertial 2 of 2023"),
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
