"""Which engine carries a document: the one its title or publisher stands for, and which of those it names are parts of it.

A kernel library or a cache inside an engine is no engine under test there (GUIDE decisions 2, 21, 29); by itself it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from ...store.document import Document
from ...store.publishers import publisher_entry
from ...store.vocabulary import Entry, Vocabulary
from .mentions import Mention, find_mentions

HOSTS: Final = frozenset({"engine", "trainer", "orchestrator"})
LIBRARIES: Final = frozenset({"kernel", "library"})
TITLE: Final = 8
"""A title's mention weighs as much as so many in the text."""
MOSTLY: Final = 0.6
TRAINED: Final = frozenset({"training_throughput", "training_time", "sample_throughput"})


def address_words(address: str) -> str:
    """Return the words of the last part of a document's address."""
    last = re.split(r"[?#]", address.rstrip("/"))[0].rsplit("/", 1)[-1]
    return re.sub(r"[-_]", " ", re.sub(r"\.\w{2,4}$", "", last))


def _speaks_of(document: Document, project: Entry) -> bool:
    """Whether a document names its own project at least three times, in whatever case ("miles supports")."""
    word = re.compile(rf"(?<![\w-]){re.escape(project.name)}(?![\w-])", re.I)
    return sum(len(word.findall(block.text)) for block in document.blocks) >= 3


class Carriers:
    """The engines of one document, weighed by how often the text names them."""

    def __init__(
        self, document: Document, vocabulary: Vocabulary, title: Sequence[Mention], rest: Iterable[Mention]
    ) -> None:
        """Weigh the engines that ``title`` and the ``rest`` of the text mention."""
        self.named: Counter[str] = Counter()
        self.roles: dict[str, str] = {}
        for mention, weight in (*((m, TITLE) for m in title), *((m, 1) for m in rest)):
            if mention.kind == "engine":
                self.named[mention.name] += weight
                self.roles[mention.name] = str(mention.entry.attributes.get("role", "engine"))
        self.named_by_address = self._by_address(vocabulary, document.url)
        self.heads = document.title.find(":")
        self.title = [m for m in title if m.kind == "engine"]
        speaker = vocabulary.entry("publisher", document.publisher or "") or publisher_entry(document.url, vocabulary)
        project = vocabulary.entry("engine", str(speaker.attributes.get("project", ""))) if speaker else None
        self.project = project.name if project and project.attributes.get("role") != "part" else None
        self.roles.setdefault(self.project or "", str(project.attributes.get("role")) if project else "")
        self._runs = project is not None and project.attributes.get("role") == "engine"
        """Whether an engine's own project speaks: the kernels it names are its backends (GUIDE decision 2)."""
        self._trains = (
            project is not None and project.attributes.get("role") == "trainer" and _speaks_of(document, project)
        )

    def _by_address(self, vocabulary: Vocabulary, address: str) -> str | None:
        """The only engine that the last part of a post's address names: the shortest title an author gives."""
        words = address_words(address)
        entries = {m.name: m.entry for m in find_mentions(words, vocabulary, frozenset({"engine"}))}
        able = [name for name, entry in entries.items() if entry.attributes.get("role") in HOSTS and name in self.named]
        return able[0] if len(able) == 1 else None

    @cached_property
    def hosted(self) -> bool:
        """Whether an engine carries the text: it is named about as often as the library named most."""
        hosts = sum(count for name, count in self.named.items() if self.roles[name] in HOSTS)
        libraries = max((count for name, count in self.named.items() if self.roles[name] not in HOSTS), default=0)
        return hosts > 0 and hosts >= 0.8 * libraries

    @cached_property
    def home(self) -> str | None:
        """The engine whose own document this is: the only one its title names, else the one named most by far, else its publisher's."""
        titled = {m.name for m in self.candidates(self.title)}
        if len(titled) > 1:
            engines = {name for name in titled if self.roles[name] == "engine"} or self._led(titled)
            return engines.pop() if len(engines) == 1 else None
        if titled or self.named_by_address:
            return titled.pop() if titled else self.named_by_address
        able = {n: c for n, c in self.named.items() if self.roles[n] in HOSTS}
        best = max(able, key=lambda n: able[n], default=None)
        if self._runs and self.project is not None and best is not None and self.roles[best] == "trainer":
            return self.project  # an engine's project speaks of a trainer's models, quants or rollouts
        if self._trains or (self.project is not None and self.roles[self.project] in LIBRARIES):
            return self.project
        return best if best is not None and able[best] >= max(MOSTLY * sum(able.values()), 3) else self.project

    def _led(self, titled: set[str]) -> set[str]:
        """The names before a title's colon: "Liger Kernel: Efficient Triton Kernels" is about the first."""
        return {m.name for m in self.title if m.name in titled and m.end <= self.heads}

    def quality(self, metric: str) -> str | None:
        """Return the library a title names, where the figure is a quality score: what it did to a model is under test."""
        titled = {m.name for m in self.title}
        return titled.pop() if metric == "accuracy" and len(titled) == 1 else None

    @cached_property
    def alone(self) -> bool:
        """Whether the document is a library's own: an engine it is used in is not under test there (GUIDE decision 2)."""
        return self.roles.get(self.home or "") == "library"

    def candidates(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return the mentions that can be under test here: no part of an engine, no library inside one."""
        return [m for m in mentions if self.able(m.entry)]

    def able(self, entry: Entry) -> bool:
        """Return whether an engine of the vocabulary can be under test in this document."""
        return self._able(str(entry.attributes.get("role", "engine")))

    def _able(self, role: str) -> bool:
        if role == "homonym":
            return False
        if role in HOSTS:
            return True
        if role == "kernel" and self._runs:
            return False
        served = any(self.roles.get(name) == "engine" for name in self.named)
        return not self.hosted and not (served and role == "part")

    def trainer(self, metric: str) -> str | None:
        """Return the trainer that most of the text is about, for a training figure; None where none stands out."""
        trainers = {n: c for n, c in self.named.items() if self.roles[n] == "trainer"}
        if metric not in TRAINED or not trainers:
            return None
        best = max(trainers, key=lambda n: trainers[n])
        return best if trainers[best] >= 0.6 * sum(trainers.values()) else None
