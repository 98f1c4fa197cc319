"""Whether corrections are about something that their source delivers."""

from dataclasses import dataclass

from quartier.catalogue import Variable
from quartier.corrections import ANY, Correction
from quartier.errors import Place, Problem, did_you_mean
from quartier.language import Text, _
from quartier.references.indicators import tiled
from quartier.references.report import Report
from quartier.registers import code_hint
from quartier.settings import City

__all__ = ["check_correction"]


def check_correction(correction: Correction, city: City, report: Report) -> None:
    """Check the source, the variable, the area and the group of a correction."""
    told = _Referring(correction, city, report)
    told.check_source()
    told.check_area()
    variable = city.variables.get(correction.variable)
    if variable is not None:
        told.check_group(variable)


@dataclass(frozen=True)
class _Referring:
    """What a correction says about a city; what does not fit goes to the report."""

    said: Correction
    city: City
    report: Report

    def _say(self, column: str, what: Text, allowed: str | None, hint: Text | None = None) -> None:
        file = f"{self.city.id}/corrections.csv"
        place = Place(file, row=self.said.row, column=column)
        found = getattr(self.said, column)
        self.report.problems.append(Problem(place, what, found, allowed, hint))

    def check_source(self) -> None:
        name = self.said.source
        description = self.city.sources.get(name)
        if description is not None:
            self._check_variable(sorted(description.variables))
        # A description that cannot be read is there nevertheless.
        elif name and f"sources/{name}.yml" not in self.report.texts:
            what, known = _("Diese Quelle gibt es nicht."), sorted(self.city.sources)
            self._say("source", what, ", ".join(known), did_you_mean(name, known))

    def _check_variable(self, delivered: list[str]) -> None:
        name = self.said.variable
        if name and name not in delivered:
            what = _("Dieses Merkmal liefert die Quelle nicht.")
            self._say("variable", what, ", ".join(delivered), did_you_mean(name, delivered))

    def check_area(self) -> None:
        code = self.said.area
        codes = {area.code: area for area in self.city.areas}
        if code in ("", ANY) or code in codes or "areas" in self.report.unread:
            return
        named = [area.code for area in self.city.areas if code in (area.name, *area.aliases)]
        hint = code_hint(code, codes)
        if named:
            hint = _("Hier steht der Schlüssel, also {codes}.", codes=", ".join(named))
        self._say("area", _("Diese Raumeinheit gibt es nicht."), None, hint)

    def check_group(self, variable: Variable) -> None:
        group = self.said.group
        if group in ("", ANY):
            return
        reason = tiled(group, variable).reason
        if reason is not None:
            self._say("group", reason, None)
