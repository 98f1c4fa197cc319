"""Sentences on inequality: the gap then and now, the slope beside it, neighbours."""

import math

import pytest

from quartier import narrative


def gap(period: str, value: float, lower: float, upper: float) -> dict:
    return {"period": period, "value": value, "lower": lower, "upper": upper}


THEN, NOW = gap("2015", 12.0, 11.0, 13.0), gap("2024", 15.4, 14.5, 16.3)
MORE = "15,4 Prozentpunkte mehr (14,5 bis 16,3)"
GONE = math.nan
CHANGES = ("grown", "shrunk", "turned", "chance")


@pytest.mark.parametrize(
    ("first", "last", "change", "sentence"),
    [
        (THEN, NOW, "grown", f"{MORE}; der Abstand ist seit 2015 gewachsen (damals 12,0)."),
        (
            NOW | {"period": "2015"},
            THEN | {"period": "2024"},
            "shrunk",
            (
                "12,0 Prozentpunkte mehr (11,0 bis 13,0); der Abstand ist seit 2015 kleiner "
                "geworden (damals 15,4)."
            ),
        ),
        (
            THEN,
            NOW,
            "chance",
            (
                f"{MORE}; eine Veränderung seit 2015 (damals 12,0) lässt sich nicht vom Zufall "
                "unterscheiden."
            ),
        ),
        (NOW, NOW, "chance", f"{MORE}."),
        # Where high is favourable the gap is negative, now and then.
        (
            gap("2015", -12.0, -13.0, -11.0),
            gap("2024", -15.4, -16.3, -14.5),
            "grown",
            (
                "15,4 Prozentpunkte weniger (14,5 bis 16,3); der Abstand ist seit 2015 "
                "gewachsen (damals 12,0)."
            ),
        ),
        (
            THEN,
            gap("2024", -5.0, -6.0, -4.0),
            "turned",
            "5,0 Prozentpunkte weniger (4,0 bis 6,0); 2015 war es umgekehrt (damals −12,0).",
        ),
        # A gap that may be none at all is not told as one.
        (
            gap("2015", 3.0, 1.0, 5.0),
            gap("2024", -2.0, -5.0, 1.0),
            "chance",
            (
                "2,0 Prozentpunkte weniger (−1,0 bis 5,0), was Zufall sein kann; eine "
                "Veränderung seit 2015 (damals −3,0) lässt sich nicht vom Zufall unterscheiden."
            ),
        ),
        (
            NOW,
            gap("2024", 2.0, -1.0, 5.0),
            "chance",
            "2,0 Prozentpunkte mehr (−1,0 bis 5,0), was Zufall sein kann.",
        ),
        # Each kind of period has an article of its own.
        (
            THEN | {"period": "2015/16"},
            NOW | {"period": "2024/25"},
            "grown",
            f"{MORE}; der Abstand ist seit dem Schuljahr 2015/16 gewachsen (damals 12,0).",
        ),
        (
            gap("2015/16", 12.0, GONE, GONE),
            gap("2024/25", 15.4, GONE, GONE),
            "unknown",
            "15,4 Prozentpunkte mehr; im Schuljahr 2015/16 waren es 12,0.",
        ),
        # Without intervals nothing is said of chance.
        (
            gap("2015", 12.0, GONE, GONE),
            gap("2024", 15.4, GONE, GONE),
            "unknown",
            "15,4 Prozentpunkte mehr; 2015 waren es 12,0.",
        ),
        (
            gap("2024", -4.0, GONE, GONE),
            gap("2024", -4.0, GONE, GONE),
            "unknown",
            "4,0 Prozentpunkte weniger.",
        ),
    ],
)
def test_a_gap_then_and_now(first, last, change, sentence):
    assert str(narrative.inequality(first, last, "percent", change)) == sentence


def test_a_gap_in_another_unit():
    told = narrative.inequality(THEN, NOW, "per_1000", "grown")
    assert str(told).startswith("15,4 je 1.000 mehr (14,5 bis 16,3); ")


@pytest.mark.parametrize("slope", CHANGES)
@pytest.mark.parametrize("fifths", CHANGES)
def test_the_slope_agrees_or_the_change_depends_on_the_measure(fifths, slope):
    said = str(narrative.slope_beside(fifths, slope))
    assert said.endswith("zeigt dasselbe.") == (fifths == slope)
    assert said.endswith("hängt also vom Maß ab.") == (fifths != slope)


def test_a_slope_that_may_have_changed_by_chance():
    assert str(narrative.slope_beside("grown", "chance")) == (
        "Beim Steigungsindex, in den alle Gebiete eingehen, lässt sich dagegen keine Veränderung "
        "vom Zufall unterscheiden: Ob und wie sich die Ungleichheit verändert hat, hängt also vom "
        "Maß ab."
    )


@pytest.mark.parametrize(
    ("value", "p", "sentence"),
    [
        (
            0.58,
            0.0004,
            (
                "Gebiete mit ähnlichen Werten liegen nebeneinander (Morans I 0,58): So deutlich "
                "käme das durch Zufall in weniger als 1 von 100 Fällen vor."
            ),
        ),
        (
            0.31,
            0.04,
            (
                "Gebiete mit ähnlichen Werten liegen nebeneinander (Morans I 0,31): So deutlich "
                "käme das durch Zufall in 4 von 100 Fällen vor."
            ),
        ),
        (
            0.13,
            0.213,
            (
                "Ob Nachbargebiete einander ähneln, lässt sich nicht vom Zufall unterscheiden "
                "(Morans I 0,13): So weit vom Erwarteten läge es durch Zufall in 21 von 100 "
                "Fällen."
            ),
        ),
        (
            -0.6,
            0.02,
            (
                "Nachbargebiete haben auffällig verschiedene Werte (Morans I −0,60): So "
                "deutlich käme das durch Zufall in 2 von 100 Fällen vor."
            ),
        ),
    ],
)
def test_neighbours(value, p, sentence):
    assert str(narrative.neighbours({"value": value, "p": p, "areas": 14.0})) == sentence


def test_of_neighbours_that_cannot_be_judged_nothing_is_said():
    assert narrative.neighbours({"value": -0.25, "p": GONE, "areas": 5.0}) is None
    assert narrative.neighbours({"value": GONE, "p": GONE, "areas": 4.0}) is None


@pytest.mark.parametrize(
    "text",
    [
        *(narrative.inequality(THEN, NOW, "percent", change) for change in (*CHANGES, "unknown")),
        narrative.inequality(NOW, gap("2024", -2.0, -5.0, 1.0), "percent", "chance"),
        *(narrative.slope_beside("grown", change) for change in CHANGES),
        *(
            narrative.neighbours({"value": value, "p": p, "areas": 14.0})
            for value, p in ((0.5, 0.001), (0.1, 0.2), (-0.5, 0.02))
        ),
    ],
)
def test_each_sentence_can_be_said_in_english(text):
    assert "{" not in text.into("en")
    assert text.into("en") != text.into("de")
