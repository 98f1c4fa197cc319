"""Collect what a cell puts out, as the nodes that a notebook file holds.

>>> outputs = Outputs()
>>> collected = []
>>> outputs.into(collected)
>>> outputs.stream("stdout", "a")
>>> outputs.stream("stdout", "b")
>>> collected[0].text
'ab'
"""

from typing import Any

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from nbformat.v4 import new_output

__all__ = ["Outputs"]


class Outputs:
    """The outputs of the cell that runs, and all displays that can still be updated."""

    def __init__(self) -> None:
        self._cell: list[NotebookNode] = []
        self._displays: dict[str, list[NotebookNode]] = {}
        self._clear_first = False

    def into(self, cell: list[NotebookNode]) -> None:
        """From now on fill this list."""
        self._cell, self._clear_first = cell, False

    def stream(self, name: str, text: str) -> None:
        """Text written to stdout or stderr; consecutive writes are one output."""
        last = None if self._clear_first or not self._cell else self._cell[-1]
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        else:
            self._add(new_output("stream", name=name, text=text))

    def display(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any],
        display_id: str | None = None,
        update: bool = False,
    ) -> None:
        """A display; with `update`, new data for all displays of that id, in whatever cell."""
        if display_id is not None:
            for shown in self._displays.get(display_id, []):
                shown.data, shown.metadata = from_dict(data), from_dict(metadata)
        if update:
            return
        shown = self._add(new_output("display_data", data=data, metadata=metadata))
        if display_id is not None:
            self._displays.setdefault(display_id, []).append(shown)

    def result(self, data: dict[str, Any], metadata: dict[str, Any], count: int) -> None:
        """The value of the last expression."""
        self._add(new_output("execute_result", data=data, metadata=metadata, execution_count=count))

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """An exception with its formatted traceback."""
        self._add(new_output("error", ename=name, evalue=value, traceback=traceback))

    def clear(self, wait: bool = False) -> None:
        """Drop the outputs of the cell, now or when the next one comes."""
        if wait:
            self._clear_first = True
            return
        gone = {id(output) for output in self._cell}
        for name, shown in self._displays.items():
            self._displays[name] = [output for output in shown if id(output) not in gone]
        self._cell.clear()

    def _add(self, output: NotebookNode) -> NotebookNode:
        if self._clear_first:
            self._clear_first = False
            self.clear()
        self._cell.append(output)
        return output
