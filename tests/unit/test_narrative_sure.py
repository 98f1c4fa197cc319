"""How sure figures are, as sentences: each verdict and each reason, and numbers as printed."""

import math
from fractions import Fraction

import pytest

from quartier import narrative

GONE = math.nan


def said(text: object) -> str:
    """As a reader sees it."""
    return str(text).replace("\N{NO-BREAK SPACE}", " ")


# --- trends


def course(verdict: str, reason: str = "", first: str = "2020", last: str = "2024") -> dict:
    return {"verdict": verdict, "reason": reason, "first": first, "last": last}


UP = "Von 2020 bis 2024 ist der Wert stärker gestiegen, als durch Zufall zu erwarten wäre"
DOWN = "Von 2020 bis 2024 ist der Wert stärker gesunken, als durch Zufall zu erwarten wäre"


@pytest.mark.parametrize(
    ("verdict", "polarity", "badge", "sentence"),
    [
        ("rising", "high", "rising_good", f"{UP}; das ist günstig."),
        ("rising", "low", "rising_poor", f"{UP}; das ist ungünstig."),
        ("rising", "neutral", "rising", f"{UP}."),
        ("falling", "low", "falling_good", f"{DOWN}; das ist günstig."),
        ("falling", "high", "falling_poor", f"{DOWN}; das ist ungünstig."),
        ("falling", "neutral", "falling", f"{DOWN}."),
    ],
)
def test_a_trend_is_said_with_what_it_means(verdict, polarity, badge, sentence):
    row = course(verdict)
    assert narrative.trend_verdict(row, polarity) == badge
    assert said(narrative.trend(row, polarity)) == sentence


@pytest.mark.parametrize("polarity", ["high", "low", "neutral"])
@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("chance", "Von 2020 bis 2024 lässt sich kein Trend vom Zufall unterscheiden."),
        (
            "one_point",
            (
                "Von 2020 bis 2024 hängt der Trend an einem einzigen Wert und gilt deshalb nicht "
                "als sicher."
            ),
        ),
    ],
)
def test_no_trend_has_no_direction(reason, sentence, polarity):
    row = course("no_change", reason)
    assert narrative.trend_verdict(row, polarity) == "no_trend"
    assert said(narrative.trend(row, polarity)) == sentence


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("few_points", "Für einen Trend gibt es noch zu wenige Werte; gebraucht werden fünf."),
        (
            "no_interval",
            "Ein Trend lässt sich nicht beurteilen, weil die Werte keinen Vertrauensbereich haben.",
        ),
        (
            "break",
            (
                "Ein Trend lässt sich nicht beurteilen: Seit dem Bruch der Reihe gibt es zu wenige "
                "Werte."
            ),
        ),
    ],
)
def test_a_trend_that_cannot_be_assessed_says_why(reason, sentence):
    row = course("", reason, "", "")
    assert narrative.trend_verdict(row, "low") == "trend_unknown"
    assert said(narrative.trend(row, "low")) == sentence


def test_where_there_is_no_row_there_is_no_trend():
    assert narrative.trend_verdict(None, "low") == "trend_unknown"
    assert narrative.trend(None, "low") is None


@pytest.mark.parametrize(
    ("first", "last", "german", "english"),
    [
        ("2020", "2024", "Von 2020 bis 2024", "From 2020 to 2024"),
        (
            "2019/20",
            "2023/24",
            "Vom Schuljahr 2019/20 bis zum Schuljahr 2023/24",
            "From the school year 2019/20 to the school year 2023/24",
        ),
        (
            "2022-T3",
            "2024-T1",
            "Vom 3. Tertial 2022 bis zum 1. Tertial 2024",
            "From tertial 3 of 2022 to tertial 1 of 2024",
        ),
        (
            "2019-12-31",
            "2023-12-31",
            "Vom 31.12.2019 bis zum 31.12.2023",
            "From 31 Dec 2019 to 31 Dec 2023",
        ),
    ],
)
def test_each_kind_of_period_of_a_trend_has_its_article(first, last, german, english):
    told = narrative.trend(course("no_change", "chance", first, last), "neutral")
    assert str(told) == f"{german} lässt sich kein Trend vom Zufall unterscheiden."
    assert told.into("en") == f"{english} no trend can be told from chance."


# --- comparisons


@pytest.mark.parametrize(
    ("verdict", "polarity", "expected"),
    [
        ("above", "high", "favourable"),
        ("above", "low", "unfavourable"),
        ("above", "neutral", "higher"),
        ("below", "high", "unfavourable"),
        ("below", "low", "favourable"),
        ("below", "neutral", "lower"),
        ("similar", "high", "alike"),
        ("similar", "low", "alike"),
        ("similar", "neutral", "alike"),
        ("", "high", "undecided"),
        ("", "neutral", "undecided"),
    ],
)
def test_the_verdict_on_a_comparison(verdict, polarity, expected):
    assert narrative.verdict_beside({"verdict": verdict}, polarity) == expected


def apart(reference: float, difference: float, *ends: float) -> dict:
    lower, upper = ends or (GONE, GONE)
    return {
        "reference_value": reference,
        "difference": difference,
        "lower": lower,
        "upper": upper,
    }


@pytest.mark.parametrize(
    ("row", "unit", "sentence"),
    [
        (apart(10, 2.5, 1.5, 3.5), "percent", "+2,5 Prozentpunkte (1,5 bis 3,5)"),
        (apart(10, -2.5, -3.5, -1.5), "percent", "−2,5 Prozentpunkte (−3,5 bis −1,5)"),
        (apart(10, -0.5, -1.5, 0.5), "percent", "−0,5 Prozentpunkte (−1,5 bis 0,5)"),
        (apart(10, 0.5, -0.5, 1.5), "percent", "+0,5 Prozentpunkte (−0,5 bis 1,5)"),
        (apart(10, 0.0, -1.0, 1.0), "percent", "0,0 Prozentpunkte (−1,0 bis 1,0)"),
        # More than chance, although the end would be printed as zero.
        (apart(10, 2.5, 0.04, 5.0), "percent", "+2,5 Prozentpunkte (knapp über 0 bis 5,0)"),
        (apart(10, -2.5, -5.0, -0.04), "percent", "−2,5 Prozentpunkte (−5,0 bis knapp unter 0)"),
        (apart(10, 2.5, -0.04, 5.0), "percent", "+2,5 Prozentpunkte (knapp unter 0 bis 5,0)"),
        (apart(10, 2.5, 0.05, 5.0), "percent", "+2,5 Prozentpunkte (0,1 bis 5,0)"),
        (apart(10, 2.5, 0.0, 5.0), "percent", "+2,5 Prozentpunkte (0,0 bis 5,0)"),
        (apart(900, -30, -60, -0.4), "persons", "−30 (−60 bis knapp unter 0)"),
        (apart(10, 2.5), "percent", "+2,5 Prozentpunkte"),
        (apart(10, 0.0), "percent", "0,0 Prozentpunkte"),
        (apart(120, -1.5, -2.5, -0.5), "per_1000", "−1,5 je 1.000 (−2,5 bis −0,5)"),
        (apart(1000, 1234), "persons", "+1.234"),
        (apart(3, -1.25), "points", "−1,2 Punkte"),
    ],
)
def test_a_difference_is_said_in_its_direction(row, unit, sentence):
    assert said(narrative.beside(row, unit)) == sentence


@pytest.mark.parametrize(
    ("reference", "difference", "sentence"),
    [
        # Printed are 13,0 and 15,7, although the difference is 2.62.
        (13.04, 2.62, "+2,7 Prozentpunkte"),
        # Printed are 13,1 and 15,7.
        (13.06, 2.62, "+2,6 Prozentpunkte"),
        # Printed are 13,0 and 13,0.
        (13.01, 0.03, "0,0 Prozentpunkte"),
        # Printed are 13,0 and 13,1, although the difference is 0.02.
        (13.04, 0.02, "+0,1 Prozentpunkte"),
        (13.06, -0.02, "−0,1 Prozentpunkte"),
    ],
)
def test_a_reader_who_subtracts_the_printed_numbers_finds_the_difference(
    reference, difference, sentence
):
    assert said(narrative.beside(apart(reference, difference), "percent")) == sentence


def test_a_half_is_rounded_up_as_it_is_printed():
    # 1243 of 2000 are 62.15 per cent, printed 62,2; less 24,3 are 37.9. The difference of the
    # unrounded numbers and the reference add up to a little less than 62.15.
    reference = 2173 * 100 / 8953
    difference = 1243 * 100 / 2000 - reference
    assert Fraction(reference + difference) < Fraction(6215, 100)
    assert said(narrative.beside(apart(reference, difference), "percent")) == (
        "+37,9 Prozentpunkte"
    )


# --- places


@pytest.mark.parametrize(
    ("rank", "areas", "sentence"),
    [
        (3.0, 14.0, "Platz 3 von 14 (Sozialräume, Platz 1 hat den höchsten Wert)."),
        (1.0, 1447.0, "Platz 1 von 1.447 (Sozialräume, Platz 1 hat den höchsten Wert)."),
    ],
)
def test_a_place(rank, areas, sentence):
    assert said(narrative.place({"rank": rank, "areas": areas}, "Sozialräume")) == sentence


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1.0, "ungünstigste"),
        (2.0, "zweitungünstigste"),
        (3.0, "mittlere"),
        (4.0, "zweitgünstigste"),
        (5.0, "günstigste"),
    ],
)
def test_a_fifth(number, words):
    told = narrative.fifth({"fifth": number})
    assert said(told) == f"Das ist das {words} Fünftel der Gebiete."


def test_where_no_fifths_are_formed_none_is_said():
    assert narrative.fifth({"fifth": GONE}) is None


SURE = "Das Gebiet gehört so gut wie sicher zu den fünf mit den höchsten Werten."
BELONGS = "gehört das Gebiet zu den fünf mit den höchsten Werten."
SURELY_NOT = "Das Gebiet gehört so gut wie sicher nicht zu den fünf mit den höchsten Werten."


@pytest.mark.parametrize(
    ("chance", "sentence"),
    [
        (1.0, SURE),
        (0.9901, SURE),
        (0.99, f"Mit einer Wahrscheinlichkeit von 99 % {BELONGS}"),
        (0.314, f"Mit einer Wahrscheinlichkeit von 31 % {BELONGS}"),
        (0.01, f"Mit einer Wahrscheinlichkeit von 1 % {BELONGS}"),
        (0.0099, SURELY_NOT),
        (0.0, SURELY_NOT),
    ],
)
def test_how_sure_a_place_is(chance, sentence):
    told = narrative.among_highest({"areas": 10.0, "among_highest": chance, "weight": 0.5})
    assert said(told) == sentence


@pytest.mark.parametrize(("areas", "chance"), [(9.0, 0.5), (5.0, 1.0), (14.0, GONE)])
def test_among_few_areas_or_without_counts_nothing_is_said_of_a_place(areas, chance):
    row = {"areas": areas, "among_highest": chance, "weight": 0.9}
    assert narrative.among_highest(row) is None


def test_where_the_own_value_weighs_little_no_place_is_claimed():
    told = narrative.among_highest({"areas": 14.0, "among_highest": 1.0, "weight": 0.49})
    assert said(told).startswith(
        "Ob das Gebiet zu den fünf mit den höchsten Werten gehört, lässt sich nicht sagen"
    )


@pytest.mark.parametrize(
    ("toward", "unit", "sentence"),
    [
        (
            "parent",
            "percent",
            (
                "Zum übergeordneten Gebiet hin geglättet: 12,4 % (11,0 bis 13,9 %); der eigene "
                "Wert zählt zu 70 %."
            ),
        ),
        (
            "neighbours",
            "per_1000",
            (
                "Zu den Nachbargebieten hin geglättet: 12,4 je 1.000 (11,0 bis 13,9 je 1.000); der "
                "eigene Wert zählt zu 70 %."
            ),
        ),
    ],
)
def test_a_smoothed_value(toward, unit, sentence):
    row = {"smoothed": 12.4, "lower": 11.0, "upper": 13.9, "weight": 0.7, "toward": toward}
    assert said(narrative.smoothed(row, unit)) == sentence


@pytest.mark.parametrize(("weight", "told"), [(0.997, "über 99 %"), (0.004, "unter 1 %")])
def test_what_is_nearly_all_or_nothing_is_not_called_so(weight, told):
    row = {"smoothed": 12.4, "lower": 11.0, "upper": 13.9, "weight": weight, "toward": "parent"}
    assert said(narrative.smoothed(row, "percent")).endswith(f"zählt zu {told}.")


def test_what_was_not_smoothed_is_not_said():
    nothing = dict.fromkeys(("smoothed", "lower", "upper", "weight"), GONE) | {"toward": ""}
    assert narrative.smoothed(nothing, "percent") is None


# --- indices


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("high", "", "hoch"),
        ("middle", "", "mittel"),
        ("low", "", "niedrig"),
        ("very_low", "", "sehr niedrig"),
        ("positive", "", "positiv"),
        ("stable", "", "stabil"),
        ("negative", "", "negativ"),
        ("", "excluded", "von der Auswertung ausgenommen"),
        ("", "missing", "nicht alle Kennzahlen haben einen Wert"),
        ("", "few_areas", "zu wenige Gebiete haben alle Werte"),
        ("", "constant", "eine Kennzahl ist überall gleich"),
    ],
)
def test_a_class_or_why_there_is_none(name, reason, words):
    assert said(narrative.index_classes({"class": name, "reason": reason})) == words


def firm(**changes: object) -> dict:
    plain = {"class": "low", "other_deviation": "low", "areas_kept": 1.0, "by_chance": GONE}
    return plain | changes


SAME = "Die Einordnung bleibt gleich, welche Kennzahl auch wegfällt."
SAMPLE = "Mit der Standardabweichung einer Stichprobe wäre sie anders."
WITHOUT = "Fehlte eines der anderen Gebiete, bliebe sie nur bei 3 von 11 gleich."
CHANCE = (
    "Schwanken die Werte durch Zufall, bleibt sie mit einer Wahrscheinlichkeit von 84 % gleich."
)
UNTRIED = "Wie viel der Zufall ausmacht, lässt sich ohne Anzahlen nicht prüfen."
HARDLY = "Schwanken die Werte durch Zufall, bleibt sie so gut wie immer gleich."


@pytest.mark.parametrize(
    ("row", "unsettled", "sentences"),
    [
        (firm(), [], f"{SAME} {UNTRIED}"),
        (firm(), ["SGB II"], f"Ohne die Kennzahl „SGB II“ wäre die Einordnung anders. {UNTRIED}"),
        (
            firm(),
            ["SGB II", "Wahl"],
            (
                "Die Einordnung wäre anders, wenn eine dieser Kennzahlen wegfiele: SGB II; Wahl. "
                f"{UNTRIED}"
            ),
        ),
        (firm(other_deviation="middle"), [], f"{SAME} {SAMPLE} {UNTRIED}"),
        (firm(other_deviation=""), [], f"{SAME} {UNTRIED}"),
        (firm(areas_kept=3 / 11), [], f"{SAME} {WITHOUT} {UNTRIED}"),
        (firm(areas_kept=GONE), [], f"{SAME} {UNTRIED}"),
        (firm(by_chance=0.84), [], f"{SAME} {CHANCE}"),
        (firm(by_chance=0.999), [], f"{SAME} {HARDLY}"),
        (firm(by_chance=0.002), [], f"{SAME} {CHANCE.replace('84', 'unter 1')}"),
        (
            firm(other_deviation="middle", areas_kept=3 / 11, by_chance=0.84),
            [],
            f"{SAME} {SAMPLE} {WITHOUT} {CHANCE}",
        ),
    ],
)
def test_how_firm_a_class_is(row, unsettled, sentences):
    assert said(narrative.index_firmness(row, unsettled, 3, 12)) == sentences


def test_nearly_all_areas_are_not_called_all():
    # 434 of 435 are 99.8 per cent.
    told = narrative.index_firmness(firm(areas_kept=434 / 435), [], 3, 436)
    assert "bliebe sie nur bei 434 von 435 gleich." in said(told)


def test_of_a_single_indicator_nothing_can_fall_away_and_the_class_is_named():
    def told(**changes: object) -> str:
        return said(narrative.index_firmness(firm(**changes), [], 1, 12))

    assert told() == UNTRIED
    assert told(by_chance=0.84) == CHANCE.replace("sie", "die Einordnung")
    assert told(by_chance=0.999) == HARDLY.replace("sie", "die Einordnung")
    assert told(areas_kept=3 / 11, by_chance=0.84) == (
        f"{WITHOUT.replace('sie', 'die Einordnung')} {CHANCE}"
    )
    assert told(other_deviation="middle") == (
        f"{SAMPLE.replace('sie', 'die Einordnung')} {UNTRIED}"
    )


# --- another language


@pytest.mark.parametrize(
    "text",
    [
        *(narrative.trend(course(v), p) for v in ("rising", "falling") for p in ("low", "neutral")),
        narrative.beside(apart(10, 2.5, 1.5, 3.5), "percent"),
        narrative.beside(apart(10, -2.5), "percent"),
        narrative.place({"rank": 3.0, "areas": 14.0}, "areas"),
        narrative.among_highest({"areas": 14.0, "among_highest": 0.3, "weight": 0.9}),
        narrative.index_firmness(firm(areas_kept=3 / 11, by_chance=0.84), ["a", "b"], 3, 12),
    ],
)
def test_each_sentence_can_be_said_in_english(text):
    # Its places are filled there as well, whatever the words are.
    assert "{" not in text.into("en")
    assert "," not in text.into("en").replace(", ", "")  # decimals are written with a point
