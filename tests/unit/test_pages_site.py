"""The page at the top of a site, and pages that could not be made anew."""

import pytest
from nbformat.v4 import new_notebook

from quartier.language import _
from quartier.pages import PageHead, mark_stale, render, stamp_of, start_page


def test_start_page_leads_to_the_first_language_and_lists_all() -> None:
    page = start_page("Musterstadt", "de", ["de", "en"])
    assert '<meta http-equiv="refresh" content="0; url=de/index.html">' in page
    assert '<a lang="de" hreflang="de" href="de/index.html">' in page
    assert '<a lang="en" hreflang="en" href="en/index.html">' in page


def test_start_page_takes_names_as_text() -> None:
    assert "<b>" not in start_page("<b>", "de", ["de"])


def _page() -> str:
    return render(new_notebook(), PageHead("Nord", "area/0101", "de", "Musterstadt", "de"))


def test_stale_page_says_since_when_and_why_before_its_content() -> None:
    old = mark_stale(_page(), "2025-03-03", "Die Datei <a.csv> fehlt.", "de")
    banner, title = old.index("konnte nicht erneuert werden"), old.index("<h1")
    assert banner < title
    assert "Stand vom 03.03.2025" in old
    assert "Grund: Die Datei &lt;a.csv&gt; fehlt." in old
    assert stamp_of(old) == stamp_of(_page())


def test_marking_twice_leaves_one_banner_with_the_last_reason() -> None:
    once = mark_stale(_page(), "2025-03-03", _("Die Datei fehlt"), "de")
    twice = mark_stale(once, "2025-03-03", "Anderer Grund", "de")
    assert twice.count("konnte nicht erneuert werden") == 1
    assert "Anderer Grund" in twice
    assert "Die Datei fehlt" not in twice


def test_a_page_of_somebody_else_cannot_be_marked() -> None:
    with pytest.raises(ValueError, match="no place for a banner"):
        mark_stale("<html></html>", "2025-03-03", "x", "de")
