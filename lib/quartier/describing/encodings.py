"""In which encoding a text file is written."""

import codecs

from quartier.describing.guess import Guess
from quartier.language import Text, _, quoted

__all__ = ["guess_encoding"]

_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Windows, DOS, old Macintosh: what German offices have written before UTF-8.
_OLD = ("cp1252", "cp850", "mac_roman")
_GERMAN = frozenset("äöüÄÖÜß")


def guess_encoding(start: bytes) -> Guess[str]:
    """The encoding of a file that starts with these bytes.

    Examples
    --------
    >>> guess_encoding("Straße".encode("cp1252")).value
    'cp1252'
    """
    for mark, encoding, name in _ORDER_MARKS:
        if start.startswith(mark):
            code = mark.hex(" ").upper()
            why = _("Die Datei beginnt mit {code}, dem Zeichen für {name}.", code=code, name=name)
            return Guess(encoding, (why,))
    zeros = _zeros(start)
    if zeros:
        return Guess(zeros, (_("Jedes zweite Byte ist null, wie es nur UTF-16 schreibt."),))
    if start.isascii():
        why = _("Kein Zeichen verrät die Kodierung: Umlaute und ß kommen nicht vor.")
        return Guess("utf-8", (why,))
    if _is_utf8(start):
        return Guess("utf-8", (_first_letter(start, "utf-8"), _("Alles ist gültiges UTF-8.")))
    encoding = _old(start)
    return Guess(encoding, (_first_letter(start, encoding), _("Das ist kein UTF-8.")))


def _zeros(start: bytes) -> str | None:
    some = start[:2000]
    if len(some) < 4 or some.count(0) < len(some) * 0.4:
        return None
    return "utf-16-le" if some[1::2].count(0) > some[::2].count(0) else "utf-16-be"


def _is_utf8(start: bytes) -> bool:
    """Whether it is UTF-8; the last character may be cut in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _old(start: bytes) -> str:
    """The old encoding in which most of the special characters are German letters."""
    letters = {
        encoding: sum(map(start.decode(encoding, errors="ignore").count, _GERMAN))
        for encoding in _OLD
    }
    return max(_OLD, key=letters.__getitem__)


def _first_letter(start: bytes, encoding: str) -> Text:
    """Where the first character stands that tells the encoding."""
    for number, line in enumerate(start.split(b"\n"), start=1):
        if not line.isascii():
            text = line.decode(encoding, errors="replace")
            char = next((char for char in text if char in _GERMAN), None) or next(
                char for char in text if not char.isascii()
            )
            code = char.encode(encoding, errors="replace").hex(" ").upper()
            return _(
                "In Zeile {line} steht {char} als {code}.",
                line=number,
                char=quoted(char),
                code=code,
            )
    raise ValueError("plain ASCII tells no encoding")
