"""The words of the built pages: one language each, and sentences that agree with the charts."""

import csv
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import Comment, Doctype, Tag

CITY = Path(__file__).parents[2] / "data" / "musterstadt"
SPOKEN = ("title", "aria-label", "aria-description", "alt", "placeholder")

# Words of one language that the other does not know; umlauts are German, too.
GERMAN = re.compile(
    r"\w*[äöüßÄÖÜ]\w*|\b(?:der|die|das|dem|den|des|und|oder|nicht|keine?|ist|sind|wird|werden|von"
    r"|vom|mit|auf|im|zum|zur|bei|nach|seit|bis|je|aus|eine[rnm]?|es|sich|ohne|Werte?|Jahre?"
    r"|Zeile|Spalte|Quelle|Stadt|Prozent|Anteil|Daten|Personen|Stand|Lieferung|Ziele?)\b"
)
ENGLISH = re.compile(
    r"\b(?:the|of|and|or|not|no|is|are|were|has|have|with|without|from|for|to|by|on|at|as|which"
    r"|this|that|these|each|than|since|between|values?|years?|rows?|column|source|areas?|share"
    r"|people|below|above|shown|published|period|city|goals?|data|page|less|more|last|first"
    # what the program calls its statuses and verdicts
    r"|withheld|reported|secret|missing|unknown|incomplete|excluded|better|worse|similar|met)\b"
)
FOREIGN = {"de": ENGLISH, "en": GERMAN}

FILES = re.compile(r"\b[\w-]+\.(?:csv|yml)\b")
"""Names of files are the same in all languages."""

NUMBER = r"(\d+(?:[.,]\d+)*)"
CHANGE = {
    "de": (
        rf"um {NUMBER}(?: Prozentpunkte| je 1\.000)? (gestiegen|gesunken)",
        rf"liegt um {NUMBER}(?: Prozentpunkte| je 1\.000)? (über|unter) dem ersten",
    ),
    "en": (
        rf"has (risen|fallen) by {NUMBER}",
        rf"is {NUMBER}(?: percentage points?| per 1,000)? (above|below) the first",
    ),
}
"""How the sentence and the description of the chart put a change."""

UP = {"gestiegen", "über", "risen", "above"}


def citys_own() -> list[str]:
    """Names, levels, sources and columns: what stays in the language of the city."""
    with (CITY / "areas.csv").open(encoding="utf-8", newline="") as text:
        own = {row[name] for row in csv.DictReader(text) for name in ("name", "name_in")}
    settings = yaml.safe_load((CITY / "city.yml").read_text(encoding="utf-8"))
    own |= {level[name] for level in settings["levels"] for name in ("name", "plural")}
    for file in (CITY / "sources").glob("*.yml"):
        source = yaml.safe_load(file.read_text(encoding="utf-8"))
        own |= {source["title"], source["owner"], source["area"]["column"]}
        own |= {value["column"] for value in source["values"]}
    return sorted(own, key=len, reverse=True)


def said(tag: Tag, language: str, spoken: str = "") -> Iterator[str]:
    """All that a page says in a language, also to those who hear it."""
    spoken = str(tag.get("lang", spoken))
    if spoken == language:
        yield from (" ".join(str(tag[name]).split()) for name in SPOKEN if tag.has_attr(name))
    for inside in tag.children:
        if isinstance(inside, Tag):
            if inside.name != "style":
                yield from said(inside, language, spoken)
        elif spoken == language and not isinstance(inside, Comment | Doctype):
            yield " ".join(str(inside).split())


@pytest.mark.parametrize("language", FOREIGN)
def test_no_page_holds_a_word_of_the_other_language_but_the_citys_own(pages, language):
    own = citys_own()
    assert len(own) > 40
    found = set()
    for address, page in pages.items():
        if address.startswith(f"{language}/"):
            for text in said(page, language):
                text = FILES.sub(" ", text)
                for name in own:
                    text = text.replace(name, " ")
                found |= {(address, word, text) for word in FOREIGN[language].findall(text)}
    assert found == set()


def test_no_page_shows_what_a_program_says(pages):
    """Ids with underscores, empty values, fields that were not filled in, objects."""
    ids = r"\b[a-z0-9]+_[a-z0-9_]+\b|\bage=|\bsex="
    nothing = r"\b(?:nan|NaN|NaT|None|undefined|True|False)\b"
    markup = r"[{}]|<\w+|0x[0-9a-f]{6}|&\w+;|\*\*|\]\(|page:"
    foreign = re.compile("|".join((ids, nothing, markup)))
    found = set()
    for address, page in pages.items():
        for language in ("de", "en"):
            found |= {(address, text) for text in said(page, language) if foreign.search(text)}
    assert found == set()


def test_a_reader_comes_from_the_first_page_to_every_other(pages):
    reached, waiting = set(), ["index"]
    while waiting:
        address = waiting.pop()
        reached.add(address)
        for link in pages[address].find_all("a", href=True):
            to = posixpath.normpath(posixpath.join(posixpath.dirname(address), link["href"]))
            to = to.partition("#")[0].removesuffix(".html")
            if to in pages and to not in reached:
                waiting.append(to)
    assert reached == set(pages)


@pytest.mark.parametrize("language", CHANGE)
def test_the_sentence_on_a_change_and_the_chart_name_the_same_size(pages, language):
    in_text, in_chart = CHANGE[language]
    compared = 0
    for address, page in pages.items():
        if not address.startswith(f"{language}/area/"):
            continue
        for heading in page.select("main h3[id]"):
            prose, picture = heading.find_next("p"), heading.find_next("desc")
            assert isinstance(prose, Tag)
            assert isinstance(picture, Tag)
            told = re.search(in_text, plain(prose))
            drawn = re.search(in_chart, plain(picture))
            if told is None or drawn is None:
                continue
            rises = [bool(UP & set(each.groups())) for each in (told, drawn)]
            sizes = [each[1] if each[1][0].isdigit() else each[2] for each in (told, drawn)]
            assert (sizes[0], rises[0]) == (sizes[1], rises[1]), (address, heading["id"])
            compared += 1
    assert compared > 70


def plain(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("\N{NO-BREAK SPACE}", " ").split())
