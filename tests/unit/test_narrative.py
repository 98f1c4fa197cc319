"""Figures become sentences that somebody could have written in a report."""

import re

import pytest

from quartier import narrative

MISSING = float("nan")


def row(
    period: str, value: float, ends: tuple[float, float] | None = None, **other: object
) -> dict:
    lower, upper = ends or (MISSING, MISSING)
    return {
        "period": period,
        "value": value,
        "lower": lower,
        "upper": upper,
        "status": "reported",
    } | other


# --- the last figure


def test_the_last_figure_is_said_with_its_interval():
    said = narrative.latest("in der Nordstadt", row("2024", 13.05, (12.8, 13.3)), "percent")
    assert str(said) == (
        "2024 betrug der Wert in der Nordstadt 13,1\u00a0% "
        "(Vertrauensbereich 12,8 bis 13,3\u00a0%)."
    )


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (12345, "persons", "2024 betrug der Wert im Stadtbezirk Nord 12.345."),
        (0, "count", "2024 betrug der Wert im Stadtbezirk Nord 0."),
        (4.25, "per_1000", "2024 betrug der Wert im Stadtbezirk Nord 4,3 je 1.000."),
        (-0.75, "points", "2024 betrug der Wert im Stadtbezirk Nord −0,8 Punkte."),
    ],
)
def test_a_figure_without_an_interval_stands_alone(value, unit, expected):
    assert str(narrative.latest("im Stadtbezirk Nord", row("2024", value), unit)) == expected


def test_a_plan_is_not_told_as_if_it_had_come_to_pass():
    said = narrative.latest("in Köln", row("2031", 12.5), "euro", planned=True)
    assert str(said) == "2031 liegt der Planwert in Köln bei 13\u00a0€."
    told = row("2031", 12.5, status="preliminary")
    said = narrative.latest("in Köln", told, "euro", planned=True)
    assert str(said) == "2031 liegt der Planwert in Köln bei 13\u00a0€ (vorläufig)."


def test_a_figure_with_a_sign_is_said_with_its_meaning():
    told = row("2024", 12.0, (11.0, 13.0), status="limited")
    assert str(narrative.latest("im Norden", told, "percent")) == (
        "2024 betrug der Wert im Norden 12,0\u00a0% "
        "(Vertrauensbereich 11,0 bis 13,0\u00a0%; nur eingeschränkt aussagekräftig)."
    )
    told = row("2024", 120, status="preliminary")
    assert str(narrative.latest("im Norden", told, "persons")) == (
        "2024 betrug der Wert im Norden 120 (vorläufig)."
    )


@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("missing", "nichts Verwertbares geliefert"),
        ("secret", "von der Quelle geheim gehalten"),
        ("withheld", "nicht veröffentlicht, damit niemand erkennbar wird"),
        ("incomplete", "unvollständig, weil ein Teil der Summe fehlt"),
    ],
)
def test_a_missing_figure_is_said_with_its_reason(status, why):
    said = narrative.latest("in Steinbach", row("2024", MISSING, status=status), "percent")
    assert str(said) == f"2024 gibt es in Steinbach keinen Wert: {why}."


@pytest.mark.parametrize(
    ("first", "last", "figure", "course"),
    [
        ("2023", "2024", "2024 betrug", "Seit 2023 ist"),
        ("2019/20", "2023/24", "Im Schuljahr 2023/24 betrug", "Seit dem Schuljahr 2019/20 ist"),
        ("2023-T3", "2024-T2", "Im 2. Tertial 2024 betrug", "Seit dem 3. Tertial 2023 ist"),
        ("2023-12-31", "2024-12-31", "Am 31.12.2024 betrug", "Seit dem 31.12.2023 ist"),
    ],
)
def test_each_kind_of_period_is_said_as_readers_say_it(first, last, figure, course):
    told = row(last, 14.0)
    assert str(narrative.latest("im Norden", told, "percent")).startswith(f"{figure} der Wert im")
    moved = narrative.change(row(first, 12.0), told, "percent")
    assert str(moved) == f"{course} der Wert um 2,0 Prozentpunkte gestiegen."
    reached = {"period": last, "value": 12.0, "expected": 10.0}
    when = figure.removesuffix("betrug")
    assert str(narrative.reached(reached, "percent")).startswith(f"{when}verlangt der Weg zum Ziel")


def test_nobody_can_tell_why_a_figure_is_withheld():
    told = {
        str(narrative.latest("in Steinbach", row("2024", MISSING, status=status), "percent"))
        for status in ("withheld", "withheld_secondary")
    }
    assert len(told) == 1


# --- how it moved


@pytest.mark.parametrize(
    ("first", "last", "unit", "expected"),
    [
        (11.0, 13.05, "percent", "Seit 2015 ist der Wert um 2,1 Prozentpunkte gestiegen."),
        (13.0, 9.5, "percent", "Seit 2015 ist der Wert um 3,5 Prozentpunkte gesunken."),
        (20.0, 31.26, "per_1000", "Seit 2015 ist der Wert um 11,3 je 1.000 gestiegen."),
        (41250, 40016, "persons", "Seit 2015 ist der Wert um 1.234 gesunken."),
        (7, 8, "count", "Seit 2015 ist der Wert um 1 gestiegen."),
        (-1.0, 0.5, "points", "Seit 2015 ist der Wert um 1,5 Punkte gestiegen."),
    ],
)
def test_a_change_is_said_in_the_unit_of_the_difference(first, last, unit, expected):
    assert str(narrative.change(row("2015", first), row("2024", last), unit)) == expected


def test_a_reader_who_subtracts_the_printed_figures_finds_the_change_that_is_said():
    # printed as 11,0 and 13,1, although the difference is 2.02
    said = narrative.change(row("2015", 11.04), row("2024", 13.06), "percent")
    assert str(said) == "Seit 2015 ist der Wert um 2,1 Prozentpunkte gestiegen."


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (11.0, 11.0, "percent"),
        (11.0, 11.04, "percent"),
        (11.04, 11.0, "per_1000"),
        (100, 100.4, "persons"),
    ],
)
def test_a_change_that_would_be_written_as_zero_is_none(first, last, unit):
    said = narrative.change(row("2015", first), row("2024", last), unit)
    assert str(said) == "Seit 2015 hat sich der Wert kaum verändert."


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (
            11.0,
            12.5,
            "Seit 2015 ist der Wert um 1,5 Prozentpunkte gestiegen; das kann auch Zufall sein.",
        ),
        (
            12.5,
            11.0,
            "Seit 2015 ist der Wert um 1,5 Prozentpunkte gesunken; das kann auch Zufall sein.",
        ),
        (11.0, 11.0, "Seit 2015 hat sich der Wert kaum verändert."),
    ],
)
def test_a_change_that_may_be_chance_says_so(first, last, expected):
    said = narrative.change(row("2015", first), row("2024", last), "percent", chance=True)
    assert str(said) == expected


def test_without_two_figures_there_is_no_change():
    told, secret = row("2015", 11.0), row("2024", MISSING, status="secret")
    assert narrative.change(told, secret, "percent") is None
    assert narrative.change(secret, told, "percent") is None
    assert narrative.change(told, told, "percent") is None


# --- beside the city

CLEAR = row("2024", 13.0, (12.5, 13.5))
RARE = "; so groß ist der Unterschied durch Zufall selten."
ABOVE, AROUND, BELOW = (12.0, 14.0), (9.0, 14.0), (6.0, 9.0)


@pytest.mark.parametrize(
    ("ends", "polarity", "expected"),
    [
        (ABOVE, "low", "worse"),
        (BELOW, "low", "better"),
        (ABOVE, "high", "better"),
        (BELOW, "high", "worse"),
        (ABOVE, "neutral", "above"),
        (BELOW, "neutral", "below"),
        (AROUND, "low", "similar"),
        (AROUND, "high", "similar"),
        (AROUND, "neutral", "similar"),
        ((10.0, 14.0), "low", "similar"),
    ],
)
def test_the_interval_and_the_polarity_make_the_verdict(ends, polarity, expected):
    here = row("2024", sum(ends) / 2, ends)
    assert narrative.standing(here, row("2024", 10.0), polarity) == expected


def test_without_an_interval_or_without_the_citys_figure_there_is_no_verdict():
    here, city = row("2024", 13.0, ABOVE), row("2024", 10.0)
    assert narrative.standing(row("2024", 13.0), city, "low") is None
    assert narrative.standing(here, row("2024", MISSING), "low") is None
    assert narrative.standing(row("2024", MISSING, ABOVE), city, "low") is None


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        ("better", f"Das ist günstiger als in der Stadt insgesamt (10,0\u00a0%){RARE}"),
        ("worse", f"Das ist ungünstiger als in der Stadt insgesamt (10,0\u00a0%){RARE}"),
        ("above", f"Das ist mehr als in der Stadt insgesamt (10,0\u00a0%){RARE}"),
        ("below", f"Das ist weniger als in der Stadt insgesamt (10,0\u00a0%){RARE}"),
        (
            "similar",
            (
                "Von der Stadt insgesamt (10,0\u00a0%) unterscheidet sich das nicht erkennbar: Der "
                "Unterschied kann Zufall sein."
            ),
        ),
    ],
)
def test_a_verdict_is_said_with_the_figure_of_the_city(verdict, expected):
    assert str(narrative.compared(verdict, CLEAR, row("2024", 10.0), "percent")) == expected


@pytest.mark.parametrize(
    ("verdict", "ends", "city", "beside"),
    [
        # Printed are 12,8 bis 13,3 and 13,3.
        ("better", (12.8, 13.31), 13.34, "13,3\u00a0%, knapp außerhalb des Vertrauensbereichs"),
        # Printed are 12,8 bis 13,3 and 12,8.
        ("worse", (12.82, 13.3), 12.79, "12,8\u00a0%, knapp außerhalb des Vertrauensbereichs"),
        # Printed are 12,8 bis 13,3 and 13,4.
        ("better", (12.8, 13.34), 13.36, "13,4\u00a0%"),
        # Inside the interval, not beside it.
        ("similar", (12.8, 13.34), 13.3, "13,3\u00a0%"),
    ],
)
def test_a_verdict_that_rounding_would_hide_says_that_it_was_close(verdict, ends, city, beside):
    said = narrative.compared(verdict, row("2024", 13.1, ends), row("2024", city), "percent")
    assert f"({beside})" in str(said)


def test_without_a_verdict_nothing_is_said():
    assert narrative.compared(None, CLEAR, row("2024", 10.0), "percent") is None


# --- targets


@pytest.mark.parametrize(
    ("change", "value", "expected"),
    [
        (
            -0.10,
            6.54,
            "Ziel: von 2020 an jedes Jahr 10\u00a0% weniger, 2026 also höchstens 6,5\u00a0%.",
        ),
        (
            0.025,
            48.0,
            "Ziel: von 2020 an jedes Jahr 2,5\u00a0% mehr, 2026 also mindestens 48,0\u00a0%.",
        ),
        (-0.10, MISSING, "Ziel: von 2020 bis 2026 jedes Jahr 10\u00a0% weniger."),
        (0.025, MISSING, "Ziel: von 2020 bis 2026 jedes Jahr 2,5\u00a0% mehr."),
    ],
)
def test_a_target_is_said_with_what_it_comes_to(change, value, expected):
    assert str(narrative.wanted(change, ("2020", "2026"), value, "percent")) == expected


def test_a_target_for_a_number_of_people_is_said_as_a_number():
    said = narrative.wanted(-0.05, ("2021", "2026"), 1234.4, "persons")
    assert str(said) == "Ziel: von 2021 an jedes Jahr 5\u00a0% weniger, 2026 also höchstens 1.234."


def test_what_is_reached_is_said_beside_what_the_path_asks_for():
    here = {"period": "2024", "value": 12.32, "expected": 10.05}
    assert str(narrative.reached(here, "percent")) == (
        "2024 verlangt der Weg zum Ziel 10,1\u00a0%; erreicht sind 12,3\u00a0%."
    )
    assert str(narrative.reached(here, "per_1000")) == (
        "2024 verlangt der Weg zum Ziel 10,1 je 1.000; erreicht sind 12,3 je 1.000."
    )


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        (10.04, "der Wert liegt knapp darüber."),
        (9.96, "der Wert liegt knapp darunter."),
        (10.0, "erreicht sind 10,0\u00a0%."),
        (10.06, "erreicht sind 10,1\u00a0%."),
    ],
)
def test_a_value_that_is_printed_like_its_path_is_said_to_lie_beside_it(value, stands):
    said = narrative.reached({"period": "2024", "value": value, "expected": 10.0}, "percent")
    assert str(said) == f"2024 verlangt der Weg zum Ziel 10,0\u00a0%; {stands}"


# --- in English

CITY = row("2024", 10.0)
HERE = row("2024", 13.05, (12.8, 13.3))
GERMAN = re.compile(
    r"\b(Seit|Wert|waren|gibt|Das|ist|Ziel|jedes|Jahr|mehr|weniger|Weg|erreicht|bis|Stadt|keinen)\b"
)


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        (
            narrative.latest("in der Nordstadt", HERE, "percent"),
            ["2024", "in der Nordstadt", "13.1%", "12.8 to 13.3%"],
        ),
        (
            narrative.latest("in Steinbach", row("2024", MISSING, status="missing"), "percent"),
            ["2024", "in Steinbach", "nothing usable delivered"],
        ),
        (narrative.change(row("2015", 11.0), HERE, "percent"), ["2015", "2.1 percentage points"]),
        (narrative.change(HERE, row("2025", 11.0), "percent"), ["2024", "2.1 percentage points"]),
        (narrative.change(row("2015", 9000), row("2024", 7766), "persons"), ["2015", "1,234"]),
        (narrative.change(row("2015", 5.0), row("2024", 9.0), "per_1000"), ["4.0 per 1,000"]),
        (narrative.change(CITY, row("2025", 10.0), "percent"), ["2024"]),
        (
            narrative.change(row("2015", 12.0), HERE, "percent", chance=True),
            ["1.1 percentage points", "chance"],
        ),
        *(
            (narrative.compared(verdict, CLEAR, CITY, "percent"), ["city", "10.0%"])
            for verdict in ("better", "worse", "above", "below", "similar")
        ),
        (narrative.wanted(-0.1, ("2020", "2026"), 6.54, "percent"), ["10%", "6.5%", "2026"]),
        (narrative.wanted(0.1, ("2020", "2026"), 6.54, "percent"), ["10%", "6.5%", "2026"]),
        (narrative.wanted(-0.1, ("2020", "2026"), MISSING, "percent"), ["10%", "2020", "2026"]),
        (narrative.wanted(0.1, ("2020", "2026"), MISSING, "percent"), ["10%", "2020", "2026"]),
        (
            narrative.reached({"period": "2024", "value": 12.3, "expected": 10.1}, "percent"),
            ["2024", "10.1%", "12.3%"],
        ),
    ],
)
def test_an_english_sentence_is_english_and_holds_the_facts(said, facts):
    english = said.into("en")
    names = english.replace("in der Nordstadt", "")
    assert [fact for fact in facts if fact not in english] == []
    assert GERMAN.findall(names) == []
    assert english.endswith(".")


def test_better_and_worse_are_not_confused_in_english():
    said = {
        verdict: narrative.compared(verdict, CLEAR, CITY, "percent").into("en")
        for verdict in ("better", "worse", "above", "below", "similar")
    }
    assert len(set(said.values())) == len(said)
    assert re.search(r"\b(more|higher|above)\b", said["above"])
    assert re.search(r"\b(less|lower|below|fewer)\b", said["below"])
    assert re.search(r"\b(better|more favourable)\b", said["better"])
    assert re.search(r"\b(worse|less favourable)\b", said["worse"])
