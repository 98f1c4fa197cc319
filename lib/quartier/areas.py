"""The areas of a city: levels, parents and children, and finding one by what an office calls it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from quartier.errors import nearest
from quartier.language import Text, _
from quartier.registers import lost_zeros
from quartier.settings import Area

__all__ = ["Areas"]

_BESIDE = {"?": _("ohne bekannte Anschrift"), "?rest": _("übriges Stadtgebiet")}


class Areas:
    """The areas of a city.

    Parameters
    ----------
    areas : sequence of Area
    levels : sequence of str
        From the top down.

    Attributes
    ----------
    codes : list of str
        The codes of all areas, and of what is beside them.

    Examples
    --------
    >>> town = Area("00", "Musterstadt", "in Musterstadt", "city", None)
    >>> north = Area("01", "Nordstadt", "in der Nordstadt", "district", "00", ("Nord",))
    >>> areas = Areas([town, north], ["city", "district"])
    >>> areas.find("Nord", by="name"), areas.find("1", by="code")
    ((['01'], ''), ([], '01'))
    >>> [area.name for area in areas.children("00")]
    ['Nordstadt']
    """

    #: Not areas, but parts of the city: people of unknown address, and the rest of the city.
    BESIDE = UNKNOWN, REST = tuple(_BESIDE)

    def __init__(self, areas: Sequence[Area], levels: Sequence[str]) -> None:
        self.levels = tuple(levels)
        self.by_code = {area.code: area for area in areas}
        self.codes = [*self.by_code, *self.BESIDE]
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        self._by_number: dict[str, list[Area]] = defaultdict(list)
        self._children: dict[str | None, list[Area]] = defaultdict(list)
        for area in areas:
            self._children[area.parent].append(area)
            self._by_number[area.code.lstrip("0")].append(area)
            for name in dict.fromkeys((area.name, *area.aliases)):
                self._by_name[" ".join(name.split())].append(area)

    def __getitem__(self, code: str) -> Area:
        """The area with a code."""
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        """Whether there is an area with the code."""
        return code in self.by_code

    def __iter__(self) -> Iterator[Area]:
        """All areas, from the top down."""
        return iter(self.by_code.values())

    def called(self, code: str) -> Text | str:
        """The name of an area, or of what is beside all areas.

        >>> str(Areas([], []).called("?"))
        'ohne bekannte Anschrift'
        """
        return _BESIDE[code] if code in _BESIDE else self[code].name

    def on(self, level: str) -> list[Area]:
        """The areas of a level."""
        return [area for area in self if area.level == level]

    def children(self, code: str | None) -> list[Area]:
        """The areas right under one; for ``None`` those at the top."""
        return list(self._children[code])

    def ancestors(self, code: str) -> list[Area]:
        """The areas that one lies in, the smallest first."""
        chain = []
        parent = self[code].parent
        while parent is not None:
            chain.append(self[parent])
            parent = self[parent].parent
        return chain

    def peers(self, code: str) -> list[Area]:
        """The areas of the same level, with the area itself."""
        return self.on(self[code].level)

    def city(self) -> Area | None:
        """The area that all others lie in, if there is one."""
        tops = self.children(None)
        return tops[0] if len(tops) == 1 else None

    def find(
        self, text: str, by: str, level: str | None = None, *, near: bool = True
    ) -> tuple[list[str], str]:
        """The codes that a text may stand for, and the nearest text where there is none.

        Parameters
        ----------
        text : str
        by : str
            ``code``, ``name`` or ``either``; names include aliases.
        level : str, optional
            Only areas of this level.
        near : bool
            Whether to look for the nearest name, which takes long.
        """
        wanted = " ".join(text.split())
        found = [self.by_code[wanted]] if by != "name" and wanted in self.by_code else []
        if by != "code":
            found = found or self._by_name.get(wanted, [])
        codes = [area.code for area in found if level in (None, area.level)]
        if codes:
            return codes, ""
        if by != "name":
            alike = self._by_number.get(wanted.lstrip("0"), ())
            lost = lost_zeros(
                wanted, {each.code: each for each in alike if level in (None, each.level)}
            )
            if lost:
                return [], lost
        if by == "code" or not near:
            return [], ""
        here = [area for area in self if level in (None, area.level)]
        return [], nearest(wanted, [name for area in here for name in (area.name, *area.aliases)])
