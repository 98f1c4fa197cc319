"""How many examples hypothesis tries where each takes long."""

from hypothesis import settings

#: Of a test that says nothing: few each time, since chance tries others the next time.
USUAL = 50


def examples(few: int) -> settings:
    """So many each time; in the proof as many times more as everywhere."""
    return settings(max_examples=few * settings().max_examples // USUAL)
