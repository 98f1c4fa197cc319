"""A tiling covers each person of the request once, and nobody else."""

from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from quartier.groups import OPEN, band, check_bands, parse, text, tile

OLDEST = 12
SEXES = ["f", "m"]
PEOPLE = list(product(range(OLDEST + 1), SEXES))


@st.composite
def cuts(draw: st.DrawFn) -> list[str]:
    """Bands that tile 0 and up."""
    starts = sorted({0, *draw(st.sets(st.integers(1, OLDEST), max_size=4))})
    closed = [f"{first}-{after - 1}" for first, after in pairwise(starts)]
    return [*closed, f"{starts[-1]}+"]


bands = st.integers(0, OLDEST).flatmap(
    lambda first: st.one_of(
        st.just(f"{first}+"), st.integers(first, OLDEST).map(lambda last: f"{first}-{last}")
    )
)
cells = st.fixed_dictionaries({}, optional={"age": bands, "sex": st.sampled_from(SEXES)}).map(text)


def people(group: str) -> list[tuple[int, str]]:
    categories = parse(group)
    first, after = band(categories.get("age", "0+")) or (0, 0)
    return [
        (age, sex)
        for age, sex in PEOPLE
        if first <= age < after and sex == categories.get("sex", sex)
    ]


@given(cells, cuts(), st.sets(cells, max_size=30))
def test_everybody_once(request: str, declared: list[str], available: set[str]) -> None:
    tiling = tile(request, {"age": declared, "sex": SEXES}, available)
    assert set(tiling.groups) <= available
    assert bool(tiling.groups) == (tiling.reason is None)
    if tiling.groups:
        counted = [person for group in tiling.groups for person in people(group)]
        assert sorted(counted) == sorted(people(request))


@given(cuts(), cuts())
def test_every_full_cut_is_found(declared: list[str], delivered: list[str]) -> None:
    dimensions = {"age": declared, "sex": SEXES}
    by_both = {f"age={age};sex={sex}" for age, sex in product(delivered, SEXES)}
    assert set(tile("total", dimensions, by_both).groups) == by_both
    for age in delivered:
        assert len(tile(f"age={age}", dimensions, by_both).groups) == len(SEXES)
    for sex in SEXES:
        assert len(tile(f"sex={sex}", dimensions, by_both).groups) == len(delivered)


@given(cuts(), st.randoms(use_true_random=False))
def test_order_plays_no_part(delivered: list[str], random: object) -> None:
    available = [f"age={age};sex={sex}" for age, sex in product(delivered, SEXES)]
    dimensions = {"age": delivered, "sex": SEXES}
    shuffled = list(available)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tile("total", dimensions, shuffled) == tile("total", dimensions, available)


@given(cuts())
def test_cuts_pass_the_check_and_lose_it(bands: list[str]) -> None:
    assert check_bands(bands) is None
    if len(bands) > 2:
        assert check_bands([bands[0], *bands[2:]]) is not None
    if len(bands) > 1:
        assert check_bands(bands[::-1]) is not None
    assert band(bands[-1])[1] == OPEN  # type: ignore[index]
