"""Signs: each says one thing, and none can be taken for a figure."""

import pytest

from quartier import signs


def test_every_sign_says_one_thing() -> None:
    said: dict[str, set[str]] = {}
    for status in signs.STATUSES:
        said.setdefault(signs.sign(status), set()).add(str(signs.meaning(status)))
    assert {sign: meanings for sign, meanings in said.items() if len(meanings) > 1} == {}


def test_no_gap_is_empty_a_zero_or_the_dash_that_official_tables_print_for_zero() -> None:
    gaps = [signs.sign(status) for status in signs.STATUSES if not signs.has_value(status)]
    assert gaps
    assert not {"", "0", "-", "–", "−", "—"} & set(gaps)


def test_what_is_withheld_does_not_show_whether_for_its_own_sake() -> None:
    assert signs.sign("withheld") == signs.sign("withheld_secondary") == "•"
    assert signs.meaning("withheld") == signs.meaning("withheld_secondary")


def test_signs_of_official_statistics() -> None:
    official = {"unreliable": "/", "not_available": "…", "not_applicable": "x", "revised": "r"}
    official |= {"break": "|"}
    assert {status: signs.sign(status) for status in official} == official


@pytest.mark.parametrize("status", ["secret", "missing", "withheld"])
def test_a_gap_has_no_number(status: str) -> None:
    with pytest.raises(ValueError, match="has no number"):
        signs.marked("12", status)


def test_an_unknown_status_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no status 'lost'; there are reported, .*withheld"):
        signs.sign("lost")


def test_the_legend_names_each_sign_once_and_no_ordinary_figure() -> None:
    found = signs.legend(["withheld_secondary", "reported", "withheld", "estimated", "missing"])
    assert [sign for sign, _ in found] == ["s", "•", "[ ]"]
