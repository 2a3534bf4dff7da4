"""What besides the question can move a bit of the answer: versions of this package and its libraries, the machine."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version

import numpy as np

from simulator import __version__

LIBRARIES = (
    *("numpy", "scipy", "simpy", "pydantic", "ruamel.yaml", "joblib", "duckdb", "matplotlib", "jinja2", "typer"),
)
#: the libraries that numbers come from; the others write, read and draw them
NUMERIC = ("numpy", "scipy", "simpy")


@dataclass(frozen=True)
class Surroundings:
    """Where a run was made.

    Attributes
    ----------
    version : of this package
    python : version
    platform : system, processor, and the widest vector instructions that numpy may use on it
    libraries : version by name
    """

    version: str
    python: str
    platform: str
    libraries: Mapping[str, str]

    @property
    def numeric(self) -> dict[str, str]:
        """The versions on which results depend."""
        return {"capsim": self.version, **{name: self.libraries[name] for name in NUMERIC if name in self.libraries}}

    def differences(self, other: Surroundings) -> list[tuple[str, str, str]]:
        """What differs, as (what, here, there).

        >>> here = Surroundings("1", "3.11.7", "Linux x86_64", {"numpy": "2.4.6"})
        >>> here.differences(Surroundings("1", "3.11.7", "Linux aarch64", {"numpy": "2.3.0"}))
        [('platform', 'Linux x86_64', 'Linux aarch64'), ('numpy', '2.4.6', '2.3.0')]
        """
        told, theirs = self._told(), other._told()
        names = dict.fromkeys([*told, *theirs])
        return [(n, told.get(n, "none"), theirs.get(n, "none")) for n in names if told.get(n) != theirs.get(n)]

    def _told(self) -> dict[str, str]:
        return {"capsim": self.version, "python": self.python, "platform": self.platform, **self.libraries}


@lru_cache(maxsize=1)
def surroundings() -> Surroundings:
    """Those of this process."""
    libraries = {library: version(library) for library in LIBRARIES}
    return Surroundings(__version__, platform.python_version(), machine(), libraries)


def machine() -> str:
    """System, processor, and its widest vector instructions: `np.exp` and others give other last bits with others."""
    extensions = np.show_config(mode="dicts").get("SIMD Extensions", {})
    found = [*extensions.get("baseline", []), *extensions.get("found", [])]
    return " ".join([platform.system(), platform.machine(), *found[-1:]])
