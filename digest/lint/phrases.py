"""The words the disclosure rules look for, as data: ``phrases.toml``, a name to alternatives."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    raw = tomllib.loads((files(__package__) / "phrases.toml").read_text("utf-8"))
    return {name: re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE) for name, parts in raw.items()}


def phrase(name: str) -> re.Pattern[str]:
    """Return the compiled phrase; raises KeyError for a name that ``phrases.toml`` does not hold."""
    return _patterns()[name]
