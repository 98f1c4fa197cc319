"""A draft as the text of sources/<id>.yml, with comments on what was guessed and why."""

from collections.abc import Iterable
from itertools import groupby

from quartier.describing.drafting import Draft
from quartier.describing.guess import Guess
from quartier.describing.naming import New, sorted_parts
from quartier.describing.symbols import SIGNS, USUAL
from quartier.describing.values import Value
from quartier.describing.yaml_text import Page, flow, scalar
from quartier.formats import UNITS
from quartier.language import Text, _, n_, quoted

__all__ = ["written"]

_MANY = 60


def written(draft: Draft, language: str) -> str:
    """The text of a description, in the language of the city."""
    page = Page(language)
    _beginning(draft, page)
    _layout(draft, page)
    _area(draft, page)
    _period(draft, page)
    _listing(draft, page)
    _groups(draft, page)
    _values(draft, page)
    _symbols(draft, page)
    _footnotes(draft, page)
    _left_out(draft, page)
    _new_variables(draft, page)
    return page.text


def _beginning(draft: Draft, page: Page) -> None:
    page.note(
        (
            _("Erster Entwurf nach der Datei {file}: Alles hier ist geraten.", file=draft.file),
            _("Der Grund steht jeweils darüber; bitte prüfen und die Kommentare dann löschen."),
        )
    )
    rows = n_("{n} Zeile", "{n} Zeilen", draft.looked.rows)
    if draft.looked.whole:
        page.note((_("Angesehen wurden alle {rows} mit Daten.", rows=rows),))
    else:
        page.note((_("Angesehen wurden nur die ersten {rows} mit Daten.", rows=rows),))
    if draft.genesis:
        page.note((_("Die Datei ist ein Flat-File der Datenbank GENESIS."),))
    page.line(f"title: {scalar(draft.title)}")
    page.note((_("Welches Amt liefert die Datei, und unter welcher Lizenz?"),))
    page.line(f"owner: {scalar('???')}")


def _layout(draft: Draft, page: Page) -> None:
    layout = draft.layout
    page.line(f"format: {layout.format}")
    if layout.layer is not None:
        page.note(layout.layer.why)
        page.line(f"layer: {scalar(layout.layer.value)}")
    page.line()
    if layout.header is None:
        return
    page.line(f"{layout.format}:")
    for name in ("encoding", "separator", "sheet", "sheets"):
        guess: Guess[str] | None = getattr(layout, name)
        if guess is not None:
            page.note(guess.why, 2)
            page.line(f"{name}: {scalar(guess.value)}", 2)
    page.note(layout.header.why, 2)
    page.line(f"header_rows: [{', '.join(map(str, layout.header.value))}]", 2)
    page.note(layout.marks.why, 2)
    page.line(f"decimal: {scalar(layout.marks.value.decimal)}", 2)
    if layout.marks.value.thousands:
        page.line(f"thousands: {scalar(layout.marks.value.thousands)}", 2)
    page.line()


def _area(draft: Draft, page: Page) -> None:
    area = draft.roles.area
    page.note(area.why)
    page.note(area.lacking)
    page.line("area:")
    if area.column is None:
        page.line(f"fixed: {scalar(area.fixed)}", 2)
    else:
        page.line(f"column: {scalar(area.column)}", 2)
        page.line(f"by: {area.by}", 2)
    if area.level:
        page.line(f"level: {area.level}", 2)
    if area.unknown:
        page.note((_("Menschen, deren Adresse niemand kennt; sie zählen zur Stadt."),), 2)
        page.line(f"unknown: {_flow(area.unknown)}", 2)
    if area.rest:
        page.note((_("Der Rest der Stadt; er zählt zur Stadt."),), 2)
        page.line(f"rest: {_flow(area.rest)}", 2)
    page.line()


def _flow(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _period(draft: Draft, page: Page) -> None:
    period = draft.period
    if not period.place:
        return
    page.note(period.why)
    page.line("period:")
    page.line(f"{period.place}: {scalar(period.text)}", 2)
    if period.kind:
        page.line(f"kind: {period.kind}", 2)
    page.line()


def _listing(draft: Draft, page: Page) -> None:
    listing = draft.roles.listing
    if listing is None:
        return
    page.note(
        (
            _("Jede Zeile sagt selbst, was sie zählt."),
            _("Zeilen, die keine Daten enthalten, gehören unter „ignored“."),
        )
    )
    page.line("variable:")
    page.line(f"column: {scalar(listing.name)}", 2)
    page.line("values:", 2)
    known = [each for each in draft.listed if each.variable not in draft.namer.new]
    for above, under in groupby(draft.listed, lambda each: each.above):
        if above:
            page.note((quoted(above),), 4)
        for each in under:
            if each in known:
                page.note(each.why, 4)
            meaning = scalar(each.variable)
            if each.group != "total":
                meaning = f"{{variable: {meaning}, group: {scalar(each.group)}}}"
            page.line(f"{scalar(each.text)}: {meaning}", 4)
    page.line()


def _groups(draft: Draft, page: Page) -> None:
    if not draft.roles.groups:
        return
    page.line("groups:")
    for cut in draft.roles.groups:
        page.note(cut.why, 2)
        if cut.strange:
            texts = ", ".join(cut.strange[:10])
            page.note((_("Nicht gedeutet, also in Quarantäne: {texts}.", texts=texts),), 2)
        page.line(f"- column: {scalar(cut.column)}", 2)
        page.line(f"dimension: {cut.dimension}", 4)
        if cut.dimension == "age" and len(cut.values) > _MANY and not cut.strange:
            page.note((_("Die Texte sind Altersgruppen, die Quartier ohne Liste versteht."),), 4)
            continue
        if cut.pattern:
            page.line(f"pattern: {scalar(cut.pattern)}", 4)
            continue
        page.line("values:", 4)
        for text, part in cut.values.items():
            page.line(f"{scalar(text)}: {scalar(part)}", 6)
    page.line()


def _values(draft: Draft, page: Page) -> None:
    page.line("values:")
    before: tuple[Text, ...] = ()
    for value in draft.values:
        if value.why != before:
            page.note(value.why, 2)
        before = value.why
        page.line(f"- {_value(value)}", 2)
    page.line()


def _value(value: Value) -> str:
    said = {
        "column": value.column,
        "pattern": value.pattern,
        "variable": value.variable,
        "group": "" if value.group == "total" else value.group,
        "quality": value.quality,
    }
    told = [f"{name}: {scalar(text)}" for name, text in said.items() if text]
    if value.times != 1:
        told.append(f"times: {value.times:.0f}")
    return "{" + ", ".join(told) + "}"


def _symbols(draft: Draft, page: Page) -> None:
    symbols = draft.symbols
    if symbols.strange:
        texts = ", ".join(f"{text} ({row})" for text, row in symbols.strange[:10])
        page.note(
            (
                _("Weder Zahl noch bekanntes Zeichen, also in Quarantäne: {texts}.", texts=texts),
                _("In Klammern steht jeweils die erste Zeile."),
            )
        )
    if symbols.percent:
        page.note((_("Zahlen mit Prozentzeichen werden als Prozent gelesen: 53,4 % ist 53,4."),))
    if symbols.zeros:
        count = n_("{n}-mal", "{n}-mal", symbols.zeros)
        page.note(
            (
                _("Die 0 steht {count} da und gilt als genau null.", count=count),
                _(
                    "Heißt sie „weniger als die Hälfte der Einheit“, dann unter „symbols“: "
                    '"0": below_half.'
                ),
            )
        )
    if symbols.meanings:
        page.note((_("Zeichen, wie sie die amtliche Statistik meint: Bitte prüfen."),))
        page.line("symbols:")
    else:
        page.note((_("Zeichen statt Zahlen sind in den Spalten mit Werten keine zu sehen."),))
    for guess in symbols.meanings:
        sign, meaning = guess.value
        page.note(guess.why, 2)
        page.line(f"{_sign(sign)}: {meaning}", 2)
    seen = {guess.value[0] for guess in symbols.meanings}
    others = [f"{_sign(sign)}: {SIGNS[sign][0]}" for sign in USUAL if sign not in seen]
    said = _("Falls Lieferungen weitere haben, üblich sind: {signs}.", signs=", ".join(others))
    page.note((said,))
    page.line()


def _sign(sign: str) -> str:
    return f'"{sign}"'


def _footnotes(draft: Draft, page: Page) -> None:
    footnotes = draft.layout.footnotes
    if footnotes is None:
        return
    page.note(footnotes.why)
    if footnotes.value:
        page.line(f"footnotes: {_flow(footnotes.value)}")


def _left_out(draft: Draft, page: Page) -> None:
    looked = draft.looked
    if not draft.roles.left_out and not looked.unnamed:
        return
    page.line()
    page.note((_("Nicht gelesen werden diese Spalten:"),))
    for name, why in draft.roles.left_out:
        page.note((_("- {column}: {why}.", column=quoted(name), why=why),))
    if looked.unnamed:
        count = n_("{n} Spalte ohne Überschrift", "{n} Spalten ohne Überschrift", looked.unnamed)
        page.note((_("- {columns}.", columns=count),))


def _new_variables(draft: Draft, page: Page) -> None:
    if not draft.namer.new:
        return
    page.line()
    page.note(
        (
            _("Für variables.yml: Diese Merkmale kennt die Stadt noch nicht."),
            _("Ohne „# “ am Anfang dorthin kopieren und prüfen."),
        )
    )
    page.note((_("Einheiten (unit): {units}.", units=", ".join(UNITS)),))
    page.note(
        (
            _(
                "Art (kind): stock ist ein Bestand, flow sind Fälle im Zeitraum, average ist ein "
                "Mittel."
            ),
        )
    )
    for name, new in draft.namer.new.items():
        page.quote(["", *_variable(name, new, draft.period.day)])


def _variable(name: str, new: New, day: str) -> list[str]:
    rate = new.unit in ("percent", "per_1000") or (not new.unit and not new.whole)
    unit = new.unit if new.unit in UNITS else "persons" if new.whole else "points"
    lines = [
        f"{name}:",
        f"  title: {scalar(new.title)}",
        f"  unit: {unit}",
        f"  kind: {'average' if rate else 'flow' if new.unit == 'euro' else 'stock'}",
        f"  counts_persons: {'false' if new.unit == 'euro' else 'true'}",
    ]
    if day and not rate:
        lines.append(f'  reference_date: "{day}"')
    told = {each: sorted_parts(list(parts)) for each, parts in new.dimensions.items()}
    if any(told.values()):
        lines.append("  dimensions:")
        for each, parts in told.items():
            lines += flow(each, parts, 4) if parts else []
    return lines
