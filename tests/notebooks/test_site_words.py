"""The words of the built pages: one language each, and sentences that agree with the charts."""

import csv
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Comment, Doctype, Tag

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
    r"|people|below|above|shown|published|period|city|goals?|data|page|less|more|last|first)\b"
)
FOREIGN = {"de": ENGLISH, "en": GERMAN}

CHANGE = {
    "de": (r"um (\S+?)(?: Prozentpunkte| je 1\.000)? (gestiegen|gesunken)",
           r"liegt um (\S+?)(?: Prozentpunkte| je 1\.000)? (über|unter) dem ersten"),
    "en": (r"has (risen|fallen) by (\S+?)(?: percentage points?| per 1,000)?[.;]",
           r"is (\S+?)(?: percentage points?| per 1,000)? (above|below) the first"),
}  # fmt: skip
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


def said(page: BeautifulSoup, language: str) -> Iterator[str]:
    """All that a page says in its language, also to those who hear it."""
    for node in page.find_all(string=True):
        parent = node.parent
        if isinstance(node, Comment | Doctype) or parent is None or parent.name == "style":
            continue
        if _language(parent) == language:
            yield " ".join(node.split())
    for tag in page.find_all(True):
        for name in SPOKEN:
            if tag.has_attr(name) and _language(tag) == language:
                yield " ".join(str(tag[name]).split())


def _language(tag: Tag) -> str:
    marked = tag if tag.has_attr("lang") else tag.find_parent(lang=True)
    assert isinstance(marked, Tag)
    return str(marked["lang"])


@pytest.mark.parametrize("language", FOREIGN)
def test_no_page_holds_a_word_of_the_other_language_but_the_citys_own(pages, language):
    own = citys_own()
    assert len(own) > 40
    found = set()
    for address, page in pages.items():
        if address.startswith(f"{language}/"):
            for text in said(page, language):
                for name in own:
                    text = text.replace(name, " ")
                found |= {(address, word, text) for word in FOREIGN[language].findall(text)}
    assert found == set()


def test_no_page_shows_what_a_program_says(pages):
    """Ids with underscores, empty values, fields that were not filled in, objects."""
    foreign = re.compile(r"\b[a-z0-9]+_[a-z0-9_]+\b|\b(?:nan|NaN|NaT|None|null|True|False)\b|[{}]"
                         r"|<\w+|0x[0-9a-f]{6}|&\w+;|\*\*|\]\(|page:|\bage=|\bsex=")  # fmt: skip
    found = set()
    for address, page in pages.items():
        for language in ("de", "en"):
            for text in said(page, language):
                found |= {(address, text) for _strange in foreign.finditer(text)}
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
            size, way = sorted(told.groups(), key=lambda part: part in UP | {"gesunken", "fallen"})
            assert (size, way in UP) == (drawn[1], drawn[2] in UP), (address, heading["id"])
            compared += 1
    assert compared > 70


def plain(tag: Tag) -> str:
    return " ".join(tag.get_text().replace("\N{NO-BREAK SPACE}", " ").split())
