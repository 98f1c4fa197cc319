"""The command line: one thin function a command.

Exit codes: 0 all well; 1 something was left out (a page failed, rows are in quarantine); 2 the
city's folder or the call has mistakes; 3 an error of Quartier itself: nothing was published; 130
interrupted.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from quartier import __version__, periods, places
from quartier.areas import Areas
from quartier.checking import account_in_all, cells_apart, check
from quartier.city import load_city, locate, read_day
from quartier.delivering import try_delivery
from quartier.delivery_words import tell_delivery
from quartier.describing import Described, describe, save
from quartier.engine.build import Order, Report, build
from quartier.engine.jobs import Outcome
from quartier.errors import Place, Problem, UserError
from quartier.explaining import Grid, Heading, explain, find_asked, tell
from quartier.language import Text, _, n_
from quartier.observations import rows_of_replaced
from quartier.progress import Bar
from quartier.row_by_row import MOST_ROWS, chosen_files, rows_of

__all__ = ["app", "main"]

LEFT_OUT, MISTAKE, INTERNAL, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Sozialberichte aus den Dateien der Ämter. / Social reports from the files of offices.",
)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

City = Annotated[
    str, typer.Argument(metavar="CITY", help="Ordner einer Stadt, oder ihr Name in data/.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Nur was bis zu diesem Tag einging."),
]


def _language() -> str:
    """The language of messages: English where the system speaks it, else German."""
    for variable in ("QUARTIER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return "en" if os.environ[variable].startswith("en") else "de"
    return "de"


def _say(text: Text | str, to: Console = out, style: str = "") -> None:
    said = text if isinstance(text, str) else text.into(_language())
    to.print(said, style=style, markup=False)


def _version(wanted: bool) -> None:
    if wanted:
        _say(f"Quartier {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Version nennen.")
    ] = False,
) -> None:
    """Read the options that stand before a command."""


@app.command("check")
def check_city(
    city: City,
    rows: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE", help="Sagt von jeder Zeile dieser Quelle, was aus ihr wird."
        ),
    ] = None,
    file: Annotated[
        str | None, typer.Option(metavar="NAME", help="Mit --rows: nur diese Datei.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Mit --rows: auch mehr als 1.000 Zeilen je Datei.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Prüft den Ordner einer Stadt und alle Lieferungen; baut nichts."""
    folder = locate(city, Path("data"))
    if rows is not None:
        _check_rows(folder, rows, file, every=every)
        return
    if file is not None or every:
        place = Place("--file" if file is not None else "--all")
        raise UserError(Problem(place, _("Das geht nur zusammen mit --rows")))
    checked = check(folder, _today(), read_day(as_of, "--as-of", _today()))
    for line in checked.files:
        _say(line)
    for problem in checked.problems:
        _say(problem.into(_language()))
    for doubt in checked.doubts:
        _say(doubt.into(_language()))
    _say(account_in_all(checked.accounts))
    if (apart := cells_apart(checked.accounts)) is not None:
        _say(apart)
    if checked.replaced:
        _say(rows_of_replaced(checked.replaced))
    if checked.doubts:
        _say(
            n_(
                "{n} Auffälligkeit: übernommen, aber bitte prüfen.",
                "{n} Auffälligkeiten: übernommen, aber bitte prüfen.",
                len(checked.doubts),
            )
        )
    if checked.problems:
        _say(_("Was in Quarantäne steht, fehlt in den Zahlen; alles andere kann gebaut werden."))
        raise typer.Exit(LEFT_OUT)
    _say(_("Alles in Ordnung. Weiter mit: quartier build {city}", city=shlex.quote(city)))


def _check_rows(folder: Path, source: str, name: str | None, *, every: bool) -> None:
    """Say of each row of a source's files what becomes of it."""
    city = load_city(folder, _today())
    faulty = False
    for file in chosen_files(city, source, name):
        for table in rows_of(city, file, None if every else MOST_ROWS):
            _say(f"{source}/{table.name}", style="bold")
            for line in table.lines(_language()):
                _say(line)
            if table.left:
                _say(n_("… und {n} weitere (--all)", "… und {n} weitere (--all)", table.left))
            faulty |= any(row.faults for row in table.told)
    if faulty:
        raise typer.Exit(LEFT_OUT)


@app.command("deliver")
def deliver(
    city: City,
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Quelle, wie ihre Datei in sources/ heißt.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Gelieferte Dateien.")],
    received: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Tag des Eingangs, wenn nicht heute."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Nur prüfen; nichts wird geändert.")
    ] = False,
) -> None:
    """Nimmt Dateien einer Quelle auf: prüft sie, legt sie ab, trägt sie ein."""
    day = read_day(received, "--received", _today()) or _today().isoformat()
    tried = try_delivery(locate(city, Path("data")), source, files, day, _today())
    for line in tell_delivery(tried):
        _say(line.into(_language()))
    if tried.files and dry_run:
        _say(_("Nur geprüft; nichts wurde geändert."))
    elif tried.files:
        for file in tried.take_in():
            _say(_("Aufgenommen: {file}, eingegangen am {day}", file=file, day=periods.parse(day)))
        _say(_("Weiter mit: quartier build {city}", city=shlex.quote(city)))
    if tried.problems:
        raise typer.Exit(LEFT_OUT)


@app.command("describe")
def describe_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Datei, wie das Amt sie schickt.")],
    city: Annotated[
        str, typer.Option(metavar="CITY", help="Ordner einer Stadt, oder ihr Name in data/.")
    ] = "",
    source: Annotated[str, typer.Option("--id", metavar="ID", help="Name der Quelle.")] = "",
    only_print: Annotated[
        bool, typer.Option("--print", help="Nur anzeigen, nichts schreiben.")
    ] = False,
) -> None:
    """Beschreibt eine Datei: schreibt einen ersten Entwurf von sources/<id>.yml."""
    folder = locate(city, Path("data")) if city else None
    described = describe(file, folder, source, _language())
    if only_print or described.folder is None:
        out.print(described.text, markup=False, end="")
    if described.folder is None:
        _say(_("Mit --city wird der Entwurf geprüft und gleich in die Stadt geschrieben."), err)
    elif not only_print:
        save(described)
        _say_described(described, file, city)


def _say_described(described: Described, file: Path, city: str) -> None:
    """Say what was written, and what comes next."""
    _say(_("Geschrieben: {file}. Alles darin ist geraten; bitte prüfen.", file=described.name))
    if described.new:
        names = ", ".join(described.new[:5]) + (" …" if len(described.new) > 5 else "")
        _say(_("In variables.yml fehlen noch: {names}", names=names))
    folder = city or str(described.path.parents[1])
    call = {"city": shlex.quote(folder), "source": described.source, "file": shlex.quote(str(file))}
    _say(_("Merkmale eintragen, dann: quartier deliver {city} {source} {file}", **call))


@app.command("explain")
def explain_figure(
    city: City,
    area: Annotated[
        str, typer.Argument(metavar="AREA", help="Schlüssel oder Name einer Raumeinheit.")
    ],
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="Kürzel oder Titel einer Kennzahl.")
    ],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="Etwa 2024 oder 2023/24.")],
) -> None:
    """Sagt, woher eine Zahl kommt, so weit die Geheimhaltung es erlaubt."""
    read = load_city(locate(city, Path("data")), _today())
    areas = Areas(read.areas, read.levels)
    asked = find_asked(read, areas, area, indicator, period)
    for part in tell(explain(read, areas, asked), _language(), city):
        _show(part)


def _show(part: Heading | Grid | str) -> None:
    if isinstance(part, Grid):
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for place, column in enumerate(part.columns):
            justify = "right" if place in part.numeric else "left"
            table.add_column(column, justify=justify, overflow="fold")
        for row in part.rows:
            table.add_row(*map(escape, row))
        out.print(table)
    elif isinstance(part, Heading):
        _say(f"\n{part.text}", style="bold")
    else:
        _say(part)


@app.command("build")
def build_city(
    city: City,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="PAGES", help="Nur diese Seiten, etwa „area/01*“; mehrfach möglich."),
    ] = None,
    lang: Annotated[
        list[str] | None, typer.Option(metavar="LANG", help="Nur in dieser Sprache, etwa „en“.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="So viele Seiten zugleich.")
    ] = None,
    out_dir: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Wohin gebaut wird.")
    ] = Path("reports"),
    as_of: AsOf = None,
) -> None:
    """Baut die Seiten einer Stadt und veröffentlicht sie auf einmal."""
    order = Order(
        locate(city, Path("data")),
        out_dir.resolve(),
        only or (),
        lang or (),
        workers,
        _commit(),
        _today(),
        read_day(as_of, "--as-of", _today()),
    )
    with _interruptible(), Bar(err, _language()) as progress:
        report = build(order, progress)
    _summary(report)
    if not report.published:
        raise typer.Exit(INTERNAL)
    if report.failed:
        raise typer.Exit(LEFT_OUT)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends a build, and says what that means."""
    try:
        yield
    except KeyboardInterrupt:
        _say(_("Abgebrochen; der letzte Bericht steht, wie er war."), err)
        raise typer.Exit(INTERRUPTED) from None


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the day of those who sit at this computer)


def _commit() -> str:
    """The commit of the program, where it lies in a clone and git is there."""
    command = ["git", "-C", str(places.PROJECT), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _summary(report: Report) -> None:
    """Say what was made, what was not and why, and where to look."""
    for outcome in report.failed:
        _say(_failure(outcome), err, "red")
    made = len(report.outcomes) - len(report.failed)
    if not report.published:
        _say(_("Nichts veröffentlicht: Ein Schritt ist fehlgeschlagen."), err)
        return
    _say(n_("{n} Seite gebaut.", "{n} Seiten gebaut.", made))
    if report.stale:
        pages = ", ".join(report.stale)
        _say(_("In der letzten guten Fassung stehen geblieben: {pages}", pages=pages), err)
    if report.missing:
        _say(_("Es fehlen: {pages}", pages=", ".join(report.missing)), err)
    if report.kept:
        _say(
            n_(
                "{n} Seite blieb, wie sie war.",
                "{n} Seiten blieben, wie sie waren.",
                len(report.kept),
            )
        )
    unbuilt = len(set(report.placeholders).difference(report.missing))
    if unbuilt:
        _say(
            n_(
                "{n} Seite wurde noch nie gebaut; dort steht das auch.",
                "{n} Seiten wurden noch nie gebaut; dort steht das auch.",
                unbuilt,
            )
        )
    if report.quarantined:
        _say(
            n_(
                "{n} Zeile der Lieferungen steht in Quarantäne und fehlt in den Zahlen; "
                "quartier check nennt sie.",
                "{n} Zeilen der Lieferungen stehen in Quarantäne und fehlen in den Zahlen; "
                "quartier check nennt sie.",
                report.quarantined,
            )
        )
    _say(_("Ansehen: {file}", file=report.site / "index.html"))


def _failure(outcome: Outcome) -> Text:
    page = f"{outcome.job.language}/{outcome.job.page}"
    fault = outcome.problem
    assert fault is not None
    if fault.cell is None:
        return _("{page}: {reason}", page=page, reason=fault.reason)
    return _(
        "{page}, Zelle {cell} („{line}“): {reason}",
        page=page,
        cell=fault.cell,
        line=fault.line,
        reason=fault.reason,
    )


def main() -> None:
    """Run a command; say what is wrong without a traceback where the user can mend it."""
    try:
        app()
    except UserError as error:
        for problem in error.problems:
            _say(problem.into(_language()), err)
        count = len(error.problems)
        _say(
            n_("{n} Fehler; nichts wurde geändert.", "{n} Fehler; nichts wurde geändert.", count),
            err,
        )
        sys.exit(MISTAKE)
    except Exception:  # noqa: BLE001 (the last resort: a user is told whose mistake it is)
        err.print_exception()
        _say(_("Das ist ein Fehler von Quartier, nicht von Ihnen. Bitte melden Sie ihn."), err)
        sys.exit(INTERNAL)
