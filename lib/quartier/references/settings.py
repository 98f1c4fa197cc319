"""Whether what city.yml names is there."""

from quartier.language import _, available
from quartier.references.chosen import check_age_standard, check_chosen, check_index
from quartier.references.report import Report
from quartier.settings import City

__all__ = ["check_settings"]


def check_settings(city: City, report: Report) -> None:
    """Check languages, levels, boundaries and what is to be computed."""
    settings = city.settings
    if settings.language not in settings.languages:
        what = _("Die Sprache der Stadt ist nicht unter den Sprachen der Seiten.")
        report.say("city.yml", ("language",), what, settings.language)
    for index, language in enumerate(settings.languages):
        if language not in available():
            path = ("languages", index)
            what = _("In dieser Sprache gibt es keine Seiten")
            report.unknown("city.yml", path, what, language, available())
        elif language in settings.languages[:index]:
            report.say("city.yml", ("languages", index), _("Das steht zweimal da."), language)
    for index, name in enumerate(city.levels):
        if name in city.levels[:index]:
            report.say("city.yml", ("levels", index, "id"), _("Das steht zweimal da."), name)
    for level, boundary in settings.boundaries.items():
        if level not in city.levels:
            what = _("Diese Ebene gibt es nicht.")
            report.unknown("city.yml", ("boundaries", level), what, level, city.levels)
        path = (city.folder / boundary.file).resolve()
        if not path.is_relative_to(city.folder.resolve()) or not path.is_file():
            what = _("Diese Datei mit Grenzen ist nicht im Ordner der Stadt.")
            report.say("city.yml", ("boundaries", level, "file"), what, boundary.file)
    if settings.boundaries and settings.coordinates is None:
        what = _("Zu den Grenzen fehlt das Koordinatensystem („coordinates“).")
        report.say("city.yml", ("boundaries",), what)
    if settings.similar is not None:
        check_chosen(("similar", "indicators"), settings.similar.indicators, city, report)
    if settings.smoothing == "neighbours" and not settings.boundaries:
        what = _("Ohne Grenzen („boundaries“) sind keine Nachbarn bekannt.")
        report.say("city.yml", ("smoothing",), what, settings.smoothing, allowed="parent")
    for number, index in enumerate(settings.indices):
        check_index(number, index, city, report)
    for number, standard in enumerate(settings.age_standardised):
        check_age_standard(number, standard, city, report)
