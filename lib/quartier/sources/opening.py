"""Delivered files from outside: what is no table, or would fill the memory, is never opened."""

import mmap
import re
import zipfile
import zlib
from pathlib import Path

from quartier.described import CsvDialect
from quartier.descriptions import Description
from quartier.sources.raw import RawTable, faulty_table

__all__ = ["refusal"]

BIGGEST = 512 << 20
"""So many bytes a workbook may have when it is unpacked."""

DENSEST, OFTEN = 200, 64 << 20
"""So many times smaller no packed table is, where it has many bytes when it is unpacked."""

MOST_ENTRIES = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|table|meta|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_PACKED = ("xlsx", "ods")
_STARTS = {
    "xlsx": re.compile(b"PK"),
    "ods": re.compile(b"PK"),
    "gpkg": re.compile(b"SQLite format 3\0"),
    "geojson": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
    "parquet": re.compile(b"PAR1"),
}
"""How files begin; readers would guess, and take for a table what points to another file."""


def refusal(path: Path, description: Description) -> RawTable | None:
    """Why a file is not read at all, if it is not."""
    if path.is_dir():
        return faulty_table("no_file", "")
    try:
        with path.open("rb") as file:
            start = file.read(4096)
        if not start:
            return faulty_table("empty_file", "")
        if _HTML.match(start):
            return faulty_table("html", "")
        if description.format == "csv" and _is_binary(start, description):
            return faulty_table("no_text", "")
        packed = description.format in _PACKED
        if packed and start.startswith(_OLE):
            return _old_container(path)
        expected = _STARTS.get(description.format)
        if expected is not None and not expected.match(start):
            return faulty_table("other_format", description.format)
        return _package(path) if packed else None
    except OSError as error:
        return faulty_table("unreadable", type(error).__name__)


def _is_binary(start: bytes, description: Description) -> bool:
    """Whether a text file has signs that no text has; so looks UTF-16 to whoever does not know."""
    encoding = (description.csv or CsvDialect()).encoding
    return b"\0" in start and "\0" in start.decode(encoding, errors="ignore")


def _old_container(path: Path) -> RawTable:
    """A workbook with a password, or one of the time before 2007.

    The reader of those would give an error in a cell as an empty cell.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return faulty_table("old_excel" if content.find(_ENCRYPTED) < 0 else "password", "")


def _package(path: Path) -> RawTable | None:
    """A ZIP file whose table of contents, and all that it lists, is sound and of bearable size."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            size = sum(entry.file_size for entry in entries)
            packed = path.stat().st_size
            if size > BIGGEST or len(entries) > MOST_ENTRIES or size > max(OFTEN, DENSEST * packed):
                return faulty_table("too_big", f"{_mebibytes(packed)} → {_mebibytes(size)}")
            if _is_locked(package):
                return faulty_table("password", "")
            # Reads no more of an entry than the size that it states, and notices if there is more.
            damaged = package.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        return faulty_table("unreadable", type(error).__name__)
    return faulty_table("unreadable", damaged) if damaged else None


def _is_locked(package: zipfile.ZipFile) -> bool:
    """Whether a password is needed: for entries of the ZIP file, or for parts of an ODS file."""
    if any(entry.flag_bits & 1 for entry in package.infolist()):
        return True
    manifest = "META-INF/manifest.xml"
    return manifest in package.namelist() and b"encryption-data" in package.read(manifest)


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MiB"
