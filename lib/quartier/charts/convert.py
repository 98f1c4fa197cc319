"""Vega-Lite to SVG: the same bytes for the same chart, in the language of the page.

What comes from Vega is cleaned: its English labels for screen readers go (a `Figure` has a title
and a description of its own), its ids, which vl-convert numbers through the life of a process, get
the digest of the chart, its colours become the variables of the theme.

The first conversion of a process costs half a second, and a child that is forked after it hangs at
its own first one. So a process that forks must not convert; the children ask a server (`use`),
which a process of its own runs (`serve`). The protocol: a client connects with
`multiprocessing.connection.Client(address, authkey=…)`, sends pairs `(spec as JSON, language)` and
receives for each `("ok", svg)` or `("error", reason)`.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener

from quartier.charts.clean import cleaned
from quartier.formats import number

__all__ = ["ConversionError", "convert", "serve", "to_svg", "use"]

Address = tuple[str, int] | str

_KEPT = 1024


class ConversionError(Exception):
    """A chart could not be converted: a mistake of ours, never of a user."""


class _Server:
    """The conversion server that this process asks, and its connection there."""

    def __init__(self) -> None:
        self.address: Address | None = None
        self.authkey = b""
        self.connection: Connection | None = None
        self.process = 0

    def ask(self, address: Address, spec_json: str, language: str) -> str:
        if self.connection is None or self.process != os.getpid():
            self.connection, self.process = Client(address, authkey=self.authkey), os.getpid()
        self.connection.send((spec_json, language))
        outcome, text = self.connection.recv()
        if outcome != "ok":
            raise ConversionError(text)
        return text


_server = _Server()
_lock = threading.Lock()
_engine: dict[str, int] = {}  # the process that Vega's engine runs in, once it does


def use(address: Address | None, authkey: bytes = b"") -> None:
    """Let this process and its children ask a conversion server; None: convert here.

    Parameters
    ----------
    address
        The address of the server's `multiprocessing.connection.Listener`.
    authkey
        Its key.
    """
    if _server.connection is not None and _server.process == os.getpid():
        _server.connection.close()
    _server.address, _server.authkey, _server.connection = address, authkey, None


def to_svg(spec: dict, language: str) -> str:
    """A Vega-Lite chart as SVG.

    Parameters
    ----------
    spec
        Complete, with its data.
    language
        One of `language.available()`: how Vega writes numbers.

    Returns
    -------
    str
        `<svg …>` without title and description; ids carry the digest of spec and language.

    Raises
    ------
    ConversionError
        When Vega refuses the chart, or the server cannot be reached.
    """
    spec_json = json.dumps(spec, ensure_ascii=False, sort_keys=True, allow_nan=False)
    if _server.address is None:
        return convert(spec_json, language)
    try:
        return _server.ask(_server.address, spec_json, language)
    except (OSError, EOFError) as error:
        _server.connection = None
        raise ConversionError(f"the conversion server does not answer: {error!r}") from error


@lru_cache(maxsize=_KEPT)
def convert(spec_json: str, language: str) -> str:
    """Convert in this process; the core of the server.

    Parameters
    ----------
    spec_json
        The chart as JSON.
    language
        As in `to_svg`.

    Raises
    ------
    ConversionError
        When Vega refuses the chart, or this process was forked from one that had converted (it
        would hang).
    """
    import vl_convert  # here, so that no process starts Vega's engine without need

    with _lock:
        if _engine.setdefault("process", os.getpid()) != os.getpid():
            raise ConversionError("this process was forked from one that had converted a chart")
        try:
            raw = vl_convert.vegalite_to_svg(
                spec_json,
                format_locale=_numbers(language),
                allowed_base_urls=[],
            )
        except ValueError as error:
            raise ConversionError(str(error)) from error
    digest = hashlib.sha256(f"{language}\0{spec_json}".encode()).hexdigest()[:10]
    return cleaned(raw, digest)


def serve(listener: Listener, answer: Callable[[str, str], str] = convert) -> None:
    """Answer clients until the listener is closed; each client in a thread of its own.

    Parameters
    ----------
    listener
        Open, with the key that the clients are given.
    answer
        What makes an SVG of a spec as JSON and a language.
    """
    while True:
        try:
            connection = listener.accept()
        except (EOFError, ConnectionError, AuthenticationError):
            continue  # a client that died while it was knocking, or a stranger
        except OSError:
            return
        threading.Thread(target=_answer, args=(connection, answer), daemon=True).start()


def _answer(connection: Connection, answer: Callable[[str, str], str]) -> None:
    with connection, suppress(EOFError, OSError):  # the client is done, or gone
        while True:
            spec_json, language = connection.recv()
            connection.send(_outcome(answer, spec_json, language))


def _outcome(answer: Callable[[str, str], str], spec_json: str, language: str) -> tuple[str, str]:
    try:
        return "ok", answer(spec_json, language)
    except Exception as error:  # noqa: BLE001 - a bad chart must not end the server for the others
        return "error", f"{type(error).__name__}: {error}"


@lru_cache
def _numbers(language: str) -> dict:
    """The marks of the language as d3 wants them, taken from how the project writes numbers."""
    written = number(1234.5, language, 1)
    return {
        "decimal": written[-2],
        "thousands": written[1],
        "grouping": [3],
        "currency": ["", "\N{NO-BREAK SPACE}€"],
    }
