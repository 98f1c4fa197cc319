"""Chart conversion in processes beside the pages.

Vega's engine takes half a second to start and must never be used in a process that forks; so
long-lived servers convert for all children, an identical chart once. A server is forked from the
template of the pages, which has loaded the libraries and never started the engine. It ends with the
build, also when the build is killed.
"""

import secrets
import shutil
import socket
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from quartier.engine import child, pool

__all__ = ["Address", "Conversion", "once"]

#: Where a server listens: a socket's file, a named pipe, or a host with a port.
Address = str | tuple[str, int]

#: Children that may knock at the same time.
_BACKLOG = 128

#: Seconds that a server may take to listen: a new Python with the chart modules.
_PATIENCE = 60.0

#: A chart whose conversion starts the engine.
_SMALL = '{"data": {"values": []}, "mark": "bar"}'


class Conversion:
    """Servers for the length of a build.

    Parameters
    ----------
    servers
        How many; each converts one chart at a time.

    Examples
    --------
    ::

        with Conversion() as conversion:
            charts.convert.use(conversion.address("area/01"), conversion.authkey)
    """

    def __init__(self, servers: int = 1) -> None:
        self.authkey = secrets.token_bytes(32)
        self._number = servers
        self._folder: Path | None = None
        self._processes: list[BaseProcess] = []
        self._told: list[connection.Connection] = []
        self._addresses: list[Address] = []

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="quartier-"))
        pool.start_template()
        context: Any = get_context(pool.way_to_start(pool.has_template()))
        for number in range(self._number):
            told, teller = context.Pipe(duplex=False)
            arguments = (teller, str(self._folder), number, self.authkey)
            process = context.Process(target=_serve, args=arguments, name=f"conversion-{number}")
            with pool.prepared():
                pool.begin(process)
                self._processes.append(process)
            teller.close()
            self._told.append(told)
        return self

    def address(self, page: str) -> Address:
        """The server for a page; the same page asks the same server in every build."""
        if not self._addresses:
            self._addresses = [_heard(told) for told in self._told]
        return self._addresses[zlib.crc32(page.encode()) % len(self._addresses)]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def once(convert: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """Let the same chart, asked for several times at once, be converted once."""
    lock = threading.Lock()
    under_way: dict[tuple[str, str], Future[str]] = {}

    def converted(spec_json: str, language: str) -> str:
        key = (spec_json, language)
        with lock:
            mine = key not in under_way
            future = under_way.setdefault(key, Future())
        if mine:
            try:
                future.set_result(convert(spec_json, language))
            except Exception as error:  # noqa: BLE001 - those who wait raise it
                future.set_exception(error)
            with lock:
                del under_way[key]
        return future.result()

    return converted


def _heard(told: connection.Connection) -> Address:
    try:
        if told.poll(_PATIENCE):
            return told.recv()
    except EOFError:
        pass
    raise RuntimeError("the conversion server did not start")


def _serve(teller: connection.Connection, folder: str, number: int, authkey: bytes) -> None:
    """The server process."""
    child.ignore_interrupt()
    child.end_with_parent(before=lambda: shutil.rmtree(folder, ignore_errors=True))
    listener = _listener(Path(folder) / f"{number}", authkey)
    teller.send(listener.address)
    teller.close()
    from quartier.charts import convert  # after the address is told: a new process has to import it

    convert.convert(_SMALL, "de")  # starts the engine while the first pages compute
    convert.serve(listener, once(convert.convert))


def _listener(file: Path, authkey: bytes) -> connection.Listener:
    options: dict[str, Any] = {"backlog": _BACKLOG, "authkey": authkey}
    if hasattr(socket, "AF_UNIX") and sys.platform != "win32":
        return connection.Listener(str(file), "AF_UNIX", **options)
    return connection.Listener(**options)
