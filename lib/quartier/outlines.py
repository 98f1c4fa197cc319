"""Boundaries as outlines that pages can draw: projected, simplified together, and small."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from quartier.areas import Areas
from quartier.errors import Place, Problem, UserError
from quartier.language import _
from quartier.registers import code_hint
from quartier.settings import City
from quartier.tables import NEIGHBOURS, OUTLINES, from_rows

__all__ = ["draw_outlines", "find_neighbours"]

WIDTH = 1000.0
"""The width of all maps of a city, in units of the drawing."""

TOLERANCE = 1.5
"""What simplifying may change, in units of the drawing: less than a pen's width."""


def draw_outlines(city: City, areas: Areas) -> pd.DataFrame:
    """The outlines of all levels that have boundaries, in one common frame.

    Neighbours keep the very same line between them: the coverage is simplified as a whole.

    Returns
    -------
    pandas.DataFrame
        A table ``outlines``: level, area, path (SVG path data), width and height of the drawing.

    Raises
    ------
    UserError
        A file cannot be read, its codes are not those of the areas, or there is no such coordinate
        system.
    """
    levels = _boundaries(city, areas)
    if not levels:
        return from_rows([], OUTLINES)
    west, south, east, north = pd.concat(list(levels.values())).total_bounds
    scale = WIDTH / (east - west)
    rows = []
    for level, frame in levels.items():
        # North is up on paper but y grows downwards in a drawing.
        shapes = frame.affine_transform([scale, 0, 0, -scale, -west * scale, north * scale])
        simple = shapely.coverage_simplify(shapes.to_numpy(), TOLERANCE)
        rows += [
            {
                "level": level,
                "area": code,
                "path": _path(shape),
                "width": WIDTH,
                "height": float(round((north - south) * scale)),
            }
            for code, shape in zip(frame.index, simple, strict=True)
        ]
    return from_rows(rows, OUTLINES)


def find_neighbours(city: City, areas: Areas) -> pd.DataFrame:
    """Which areas of a level have a common border, if only in a point.

    Returns
    -------
    pandas.DataFrame
        A table ``neighbours``: each pair in both directions; empty for a city without maps.

    Raises
    ------
    UserError
        As ``draw_outlines``.
    """
    rows = []
    for frame in _boundaries(city, areas).values():
        shapes, codes = frame.to_numpy(), list(frame.index)
        # Borders that were drawn apart touch within a metre.
        one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=1.0)
        rows += [
            {"area": codes[a], "neighbour": codes[b]}
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
            if a != b
        ]
    return from_rows(rows, NEIGHBOURS)


def _boundaries(city: City, areas: Areas) -> dict[str, gpd.GeoSeries]:
    """The boundaries of each level that has some, by code, in the city's coordinates."""
    UserError.raise_if(_coordinate_problems(city))
    levels: dict[str, gpd.GeoSeries] = {}
    problems: list[Problem] = []
    for level in city.settings.boundaries:
        try:
            levels[level] = _read(city, level, areas)
        except UserError as error:
            problems += error.problems
    UserError.raise_if(problems)
    return levels


def _coordinate_problems(city: City) -> list[Problem]:
    """What is wrong with the coordinate system: in degrees, areas would look too wide."""
    named = city.settings.coordinates
    if named is None or not city.settings.boundaries:
        return []
    place, allowed = Place(f"{city.id}/city.yml", column="coordinates"), "EPSG:25832, EPSG:25833"
    try:
        system = gpd.GeoSeries(crs=named).crs
    except (ValueError, RuntimeError):
        return [Problem(place, _("Dieses Koordinatensystem gibt es nicht"), named, allowed)]
    if system is not None and system.is_projected:
        return []
    return [Problem(place, _("Dieses Koordinatensystem misst nicht in Metern"), named, allowed)]


def _read(city: City, level: str, areas: Areas) -> gpd.GeoSeries:
    """The boundaries of a level by code, in the city's own metric system."""
    boundary = city.settings.boundaries[level]
    name = f"{city.id}/{boundary.file}"
    try:
        frame = gpd.read_file(city.folder / boundary.file)
    except Exception as error:
        what = _("Die Datei mit den Grenzen lässt sich nicht lesen")
        raise UserError(Problem(Place(name), what, type(error).__name__)) from error
    if boundary.code not in frame.columns:
        what = _("Diese Eigenschaft haben die Grenzen nicht")
        allowed = ", ".join(str(column) for column in frame.columns if column != "geometry")
        raise UserError(Problem(Place(name), what, boundary.code, allowed))
    codes = frame[boundary.code].astype(str)
    found = [*_code_problems(name, boundary.code, codes, level, areas), *_shapeless(name, frame)]
    UserError.raise_if(found)
    return _projected(name, frame.set_index(codes), city.settings.coordinates)


def _code_problems(
    name: str, column: str, codes: pd.Series, level: str, areas: Areas
) -> Iterator[Problem]:
    """Codes that no area has, that stand twice, and areas without a boundary."""
    known = {area.code: area for area in areas.on(level)}
    rows: dict[str, int] = {}
    for row, code in enumerate(codes, start=1):
        place = Place(name, row=row, column=column)
        if code not in known:
            what = _("Diese Raumeinheit gibt es auf der Ebene nicht")
            yield Problem(place, what, code, hint=code_hint(code, known))
        elif code in rows:
            what = _("Diese Raumeinheit hat schon eine Grenze, in Zeile {row}", row=rows[code])
            yield Problem(place, what, code)
        rows.setdefault(code, row)
    for code, area in known.items():
        if code not in rows:
            what = _("Die Grenze dieser Raumeinheit fehlt")
            yield Problem(Place(name, column=column), what, f"{code} {area.name}")


def _shapeless(name: str, frame: gpd.GeoDataFrame) -> Iterator[Problem]:
    for row, shape in enumerate(frame.geometry, start=1):
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            what = _("Diese Grenze ist keine Fläche")
            yield Problem(Place(name, row=row), what, shape.geom_type if shape else None)


def _projected(name: str, frame: gpd.GeoDataFrame, coordinates: str | None) -> gpd.GeoSeries:
    # A city with boundaries names its coordinate system; its folder would not have been read else.
    assert coordinates is not None
    if frame.crs is None:
        what = _("Die Datei nennt kein Koordinatensystem")
        raise UserError(Problem(Place(name), what))
    return frame.geometry.to_crs(coordinates)


def _path(shape: BaseGeometry) -> str:
    """A polygon or several as SVG path data, to a tenth of a unit."""
    parts = getattr(shape, "geoms", [shape])
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return "".join(_ring(ring) for ring in rings)


def _ring(ring: BaseGeometry) -> str:
    """One ring: a corner, then the way from each to the next, which takes half the characters.

    Each corner is rounded by itself, so that neighbours meet and nothing adds up on the way.
    """
    corners = np.asarray(ring.coords)[:-1]
    tenths = np.rint(corners * 10).astype(int)
    x, y = tenths[0].tolist()
    steps = np.diff(tenths, axis=0)
    way = "".join(map(_step, *steps[steps.any(axis=1)].T.tolist()))
    return f"M{_short(x)},{_short(y)}l{way.lstrip(' ')}Z"


def _step(across: int, down: int) -> str:
    """A step; a sign is enough to part it from what stands before."""
    x, y = _short(across), _short(down)
    return (x if across < 0 else f" {x}") + (y if down < 0 else f",{y}")


def _short(tenths: int) -> str:
    """A tenth of a number without what goes without saying.

    >>> _short(120), _short(-5), _short(0)
    ('12', '-.5', '0')
    """
    written = f"{tenths / 10:g}"
    return written.replace("0.", ".", 1) if abs(tenths) < 10 and tenths else written
