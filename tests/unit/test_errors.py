"""Problems as users read them."""

import pickle

import pytest

from quartier.errors import LONGEST_FINDING, Place, Problem, UserError, did_you_mean
from quartier.language import _


def test_a_whole_problem() -> None:
    problem = Problem(
        Place("data/musterstadt/goals.yml", line=12, column="due"),
        _("Das ist kein Jahr"),
        found="20x6",
        allowed=_("ein Jahr wie 2026"),
        hint=did_you_mean("20x6", ["2026"]),
    )
    assert problem.into("de") == (
        "data/musterstadt/goals.yml, Zeile 12, Feld „due“: Das ist kein Jahr: „20x6“. "
        "Erlaubt: ein Jahr wie 2026. Hinweis: Meinten Sie „2026“?"
    )
    assert problem.into("en").startswith("data/musterstadt/goals.yml, line 12, field “due”: ")
    assert problem.into("en").endswith("Hint: Did you mean “2026”?")


@pytest.mark.parametrize(
    ("place", "german", "english"),
    [
        (Place("city.yml"), "city.yml", "city.yml"),
        (Place("a.csv", row=7), "a.csv, Zeile 7", "a.csv, row 7"),
        (Place("a.csv", line=7), "a.csv, Zeile 7", "a.csv, line 7"),
        (Place("a.csv", column="Alter"), "a.csv, Spalte „Alter“", "a.csv, column “Alter”"),
        (Place("a.YAML", column="due"), "a.YAML, Feld „due“", "a.YAML, field “due”"),
    ],
)
def test_places(place: Place, german: str, english: str) -> None:
    assert place.into("de") == german
    assert place.into("en") == english


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (Problem(Place("a"), _("Fehlt")), "a: Fehlt."),
        (Problem(Place("a"), _("Fehlt.")), "a: Fehlt."),
        (Problem(Place("a"), _("Ist das gemeint?")), "a: Ist das gemeint?"),
        (Problem(Place("a"), _("Fehlt."), found="x"), "a: Fehlt: „x“."),
        (Problem(Place("a"), _("Fehlt"), found=""), "a: Fehlt: „“."),
        (Problem(Place("a"), _("Fehlt"), allowed="b, c"), "a: Fehlt. Erlaubt: b, c."),
        (Problem(Place("a"), _("Fehlt"), allowed=_("b.")), "a: Fehlt. Erlaubt: b."),
    ],
)
def test_one_readable_line(problem: Problem, expected: str) -> None:
    assert str(problem) == expected


def test_what_cannot_be_seen_is_shown_and_long_findings_are_cut() -> None:
    problem = Problem(Place("a"), _("Falsch"), found="a\tb\nc\N{ZERO WIDTH SPACE}d")
    assert problem.into("de") == r"a: Falsch: „a\tb\nc\u200bd“."
    long = Problem(Place("a"), _("Falsch"), found="x" * 1000).into("de")
    assert long == f"a: Falsch: „{'x' * (LONGEST_FINDING - 1)}…“."


def test_all_problems_come_at_once() -> None:
    problems = [Problem(Place("a"), _("Eins")), Problem(Place("b"), _("Zwei"))]
    error = UserError(problems)
    assert error.problems == tuple(problems)
    assert str(error) == "a: Eins.\nb: Zwei."


def test_one_problem_alone() -> None:
    assert len(UserError(Problem(Place("a"), _("Eins"))).problems) == 1


def test_an_error_without_a_problem_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        UserError([])


def test_raise_if() -> None:
    UserError.raise_if([])
    with pytest.raises(UserError, match="Eins"):
        UserError.raise_if([Problem(Place("a"), _("Eins"))])


def test_errors_travel_between_processes() -> None:
    error = UserError([Problem(Place("a", row=3), _("Eins {n}", n=1), found="x")])
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert isinstance(again, UserError)


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("sgb2_rat", "Meinten Sie „sgb2_rate“?"),
        ("SGB2_RATE", "Meinten Sie „sgb2_rate“?"),
        (" sgb2_rate", "Meinten Sie „sgb2_rate“?"),
        ("Nordstatd", "Meinten Sie „Nordstadt“?"),
        ("etwas anderes", None),
        ("", None),
    ],
)
def test_did_you_mean(found: str, hint: str | None) -> None:
    text = did_you_mean(found, ["sgb2_rate", "population", "Nordstadt"])
    assert (None if text is None else str(text)) == hint


def test_nothing_is_meant_where_nothing_is_allowed() -> None:
    assert did_you_mean("a", []) is None
