"""ODS files written by hand, so that each cell is stored just as a test wants it."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["cell", "error", "sheet", "write_ods"]

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style")
)
_NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value: object = None, shown: str | None = None, **given: object) -> str:
    """A cell as LibreOffice writes it; ``columns_spanned=2`` and the like become attributes."""
    more = "".join(f' table:number-{key.replace("_", "-")}="{told}"' for key, told in given.items())
    if value is None:
        return f"<table:table-cell{more}/>"
    kind = "string"
    if isinstance(value, float):
        kind = f'float" office:value="{value}'
    text = escape(str(value) if shown is None else shown)
    return (
        f'<table:table-cell office:value-type="{kind}"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def error(shown: str) -> str:
    """A cell whose formula failed, as LibreOffice writes it."""
    return (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string"'
        f' office:string-value="" calcext:value-type="error"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def sheet(name: str, *rows: list[object], repeated: int = 1) -> str:
    """A sheet of rows; what is no text that begins with ``<`` becomes a cell of its own."""
    lines = []
    for row in rows:
        cells = [
            each if isinstance(each, str) and each.startswith("<") else cell(each) for each in row
        ]
        lines.append(
            f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}'
            "</table:table-row>"
        )
    return f'<table:table table:name="{name}">{"".join(lines)}</table:table>'


def write_ods(path: Path, *sheets: str, encrypted: bool = False) -> Path:
    """A workbook of these sheets."""
    guarded = "<manifest:encryption-data/>" if encrypted else ""
    entry = "manifest:file-entry"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">'
        f'<{entry} manifest:full-path="/" manifest:media-type="{_MIME}"/>'
        f'<{entry} manifest:full-path="content.xml" manifest:media-type="text/xml">{guarded}'
        f"</{entry}></manifest:manifest>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}>'
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", _MIME, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return path
