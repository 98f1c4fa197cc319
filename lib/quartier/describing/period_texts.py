"""Periods inside other texts: in names of files and sheets, and in headers."""

import re
from dataclasses import dataclass

from quartier import periods

__all__ = ["Inside", "escaped", "period_in"]

# The longest first: a year is in each of them.
_FORMS = (
    (r"(?:19|20)\d{2}-\d{2}-\d{2}", r"\d{4}-\d{2}-\d{2}"),
    (r"\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}", r"\d{1,2}\.\d{1,2}\.\d{4}"),
    (r"[1-4IV]{1,3}\. ?(?:Quartal|Halbjahr|Tertial) (?:19|20)\d{2}",
     r"[1-4IV]{1,3}\. ?(?:Quartal|Halbjahr|Tertial) \d{4}"),
    (r"(?:19|20)\d{2}-[QTH][1-4]", r"\d{4}-[QTH][1-4]"),
    (r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?!\d)", r"\d{4}-\d{2}"),
    (r"(?:19|20)\d{2}/\d{2}(?:\d{2})?", r"\d{4}/\d{2,4}"),
    (r"(?:19|20)\d{6}", r"\d{8}"),
    (r"(?:19|20)\d{2}", r"\d{4}"),
)  # fmt: skip
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")


@dataclass(frozen=True)
class Inside:
    """A period inside a text.

    Attributes
    ----------
    before, text, after : str
    form : str
        A regular expression for texts like it.
    """

    before: str
    text: str
    after: str
    form: str

    @property
    def family(self) -> tuple[str, str, str]:
        """What texts have in common that differ by their period only."""
        return self.before, self.form, self.after

    def pattern(self, *, group: bool = True, name: str = "") -> str:
        """A regular expression for texts that differ by their period only."""
        opening = f"(?P<{name}>" if name else "("
        inner = f"{opening}{self.form})" if group else self.form
        return f"{escaped(self.before)}{inner}{escaped(self.after)}"


def period_in(text: str) -> Inside | None:
    r"""The first period inside a text.

    >>> period_in("melderegister-2023.csv").pattern()
    'melderegister-(\\d{4})\\.csv'
    """
    for form, general in _FORMS:
        for match in re.finditer(rf"(?<!\d){form}(?!\d)", text):
            try:
                periods.parse(match[0])
            except ValueError:
                continue
            return Inside(text[: match.start()], match[0], text[match.end() :], general)
    return None


def escaped(text: str) -> str:
    r"""A text as a regular expression that fits this text alone, as people would write it.

    >>> escaped("a-b.csv")
    'a-b\\.csv'
    """
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)
