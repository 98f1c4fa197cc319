"""The worked examples of the methods page come out as printed there."""

import doctest

from quartier.places import PROJECT


def test_examples() -> None:
    result = doctest.testfile(str(PROJECT / "docs" / "methods.md"), module_relative=False)
    assert result.attempted >= 5
    assert result.failed == 0
