"""The methods as a page tells them: what each says, a worked example, its source."""

from collections.abc import Iterator, Sequence

from quartier.language import Text, _
from quartier.methods import Column, Example, Method, Shown, figure, read_methods
from quartier.pages import parts
from quartier.workbook.book import Book

__all__ = ["contents", "sections"]

Cell = str | Sequence[str]


def contents(book: Book) -> parts.Html:
    """The methods as links to their places on the page."""
    items = [(book.said(method.title), f"methods#{method.id}") for method in read_methods()]
    label = _("Verfahren auf dieser Seite")
    return parts.links(items, language=book.language, label=label, columns=True)


def sections(book: Book) -> Iterator[parts.Html]:
    """A section for each method, in reading order."""
    for method in read_methods():
        examples = [
            _example(book, example, f"{method.id}-{number}")
            for number, example in enumerate(method.examples, start=1)
        ]
        text = "\n\n".join(book.said(paragraph) for paragraph in method.text)
        yield parts.section(
            book.said(method.title),
            parts.prose(text, language=book.language),
            *examples,
            *_source(book, method),
            language=book.language,
            id=method.id,
        )


def _example(book: Book, example: Example, name: str) -> parts.Html:
    columns = [
        _column(book, column, [row[at] for row in example.rows])
        for at, column in enumerate(example.columns)
    ]
    cells = [
        [_cell(book, column, cell) for column, cell in zip(example.columns, row, strict=True)]
        for row in example.rows
    ]
    return parts.data_table(
        columns,
        cells,
        caption=book.said(example.caption),
        language=book.language,
        note=_results(book, example),
        id=f"{name}-tabelle",
        row_header=example.columns[0].names,
    )


def _column(book: Book, column: Column, cells: Sequence[Cell]) -> parts.Column:
    single = all(isinstance(cell, str) for cell in cells)
    return parts.Column(book.said(column.header), single and not (column.names or column.words))


def _cell(book: Book, column: Column, cell: Cell) -> str:
    if column.names:
        return str(cell)
    texts = [cell] if isinstance(cell, str) else cell
    return "; ".join(_written(book, column, text) for text in texts)


def _written(book: Book, shown: Shown, text: str) -> str:
    """A verdict in words, or a number with the marks of the language."""
    number = figure(text)
    if shown.words or number is None:
        return book.said(shown.words[text])
    return number.into(book.language)


def _results(book: Book, example: Example) -> Text | None:
    """What came out of the whole table, in a line below it."""
    said = []
    for outcome in example.results:
        facts = dict(zip(("value", "lower", "upper"), outcome.values, strict=False))
        told = {name: _written(book, outcome, text) for name, text in facts.items()}
        value = _("{value} ({lower} bis {upper})", **told) if len(told) > 1 else Text(told["value"])
        said.append(f"{book.said(outcome.label)} = {value.into(book.language)}")
    return _("Ergebnis: {results}", results="; ".join(said)) if said else None


def _source(book: Book, method: Method) -> Iterator[parts.Html]:
    for language, text in method.source.items():
        literature = parts.city_text(text, language, book.language)
        yield parts.paragraph(_("Quelle:"), literature, language=book.language)
