"""The heads of all built pages, and everything in them that could load something."""

import pytest

from quartier.pages import stamp_of

STEPS = {"data", "coverage", "goals", "index"}
REFERENCES = ("href", "xlink:href", "src", "srcset", "poster", "data", "action", "background")


def test_every_page_but_the_start_is_stamped_with_its_language_and_address(musterstadt):
    site = musterstadt / "site"
    files = [file for file in site.rglob("*.html") if file.parent != site]
    assert {file.stem for file in files} >= STEPS
    for file in files:
        language, _slash, address = file.relative_to(site).with_suffix("").as_posix().partition("/")
        stamp = stamp_of(file.read_text(encoding="utf-8"))
        assert (stamp["language"], stamp["page"]) == (language, address)
        assert stamp.get("area") == (file.stem if address.startswith("area/") else None)


def test_only_links_lead_elsewhere(pages):
    """Images, uses of symbols and style sheets refer to nothing outside their own page."""
    loading = [
        (address, tag.name, str(tag[name]))
        for address, page in pages.items()
        for tag in page.find_all(True)
        for name in REFERENCES
        if tag.name != "a" and name in tag.attrs and not str(tag[name]).startswith("#")
    ]
    # the empty icon keeps browsers from asking for one
    assert {each for each in loading if each[1:] != ("link", "data:,")} == set()
    assert {page.find("link", href="data:,")["rel"][0] for page in pages.values()} == {"icon"}


@pytest.mark.parametrize("directive", ["default-src", "base-uri", "form-action"])
def test_the_policy_forbids_every_request(pages, directive):
    for address, page in pages.items():
        meta = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        told = dict(each.split(maxsplit=1) for each in str(meta["content"]).split(";"))
        assert told[directive] == "'none'", address
        sources = {word for words in told.values() for word in words.split()}
        assert not [word for word in sources if word == "*" or "http" in word or "//" in word]


def test_the_start_page_speaks_the_citys_language(pages):
    assert pages["index"].html["lang"] == "de"
