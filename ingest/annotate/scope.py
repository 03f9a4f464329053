"""Facets a number inherits from where it stands, nearest context first, as a careful reader would.

The road is drawn in ``contexts``. The first context that names a value settles it; a near one that names several different
ones settles nothing and ends the search for that field, because a wrong model or accelerator is worse than none.
"""

from __future__ import annotations

import re
from typing import Final

from ...store.document import Document
from ...store.vocabulary import Vocabulary
from .beaten import against, beaten_only, is_beaten, is_example, is_other_side, is_others_format, is_rival
from .choosing import choose, fits, is_tool, nearest
from .context import Context
from .contexts import LOADS, Contexts
from .draft import Draft
from .mentions import Mention
from .names import NAMED, NOBODY, Named, Names, excerpt
from .shortforms import is_whole
from .tied import Ties
from .voice import LENGTHS, Voice

ELSEWHERE: Final = frozenset({"setup section", "command", "title"})
OWN: Final = frozenset({"model", "accelerator"})
"""What the post's own set-up says nothing of where the result is another's (GUIDE decision 12)."""
LABELS: Final = frozenset({"header", "row label"})
SERVED: Final = frozenset(
    {"ttft", "tpot", "itl", "e2e_latency", "output_throughput", "input_throughput", "total_throughput", "token_throughput",
     "request_throughput", "throughput"}
)  # fmt: skip
"""Metrics of served requests: lengths and load of a declared set-up are theirs."""
HARDWARE_FREE: Final = frozenset({"accuracy", "acceptance_length", "acceptance_rate", "cache_hit_rate"})
"""What does not depend on the device: a device named far away is not part of such a claim."""
SHAPED: Final = frozenset({"bandwidth", "flops", "utilization"})
"""A kernel's figures: measured at shapes, not on a model named far away."""


KV: Final = "KV"
UNKNOWN: Final = re.compile(r"(?<![\w-])[A-Za-z][\w.]*(?:-[\w.]+)*-\d{1,3}(?:\.\d)?[bB](?![\w])")
"""A name with a size behind it, as models have."""


class Scope:
    """The facets one document's claims inherit; its texts are read once and asked for every draft."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        """Prepare ``document``."""
        self.document = document
        self.vocabulary = vocabulary
        self.names = Names(document, vocabulary)
        self.contexts = Contexts(document)
        self.ties = Ties(self.contexts, self.names)
        self.voice = Voice(document, vocabulary, self.names, self.contexts)

    def fill(self, draft: Draft, sentence: str | None) -> None:
        """Settle every facet of ``draft`` that some context around it settles; ``sentence`` is None for tables."""
        metric = str(draft.fields.get("metric"))
        if (carrier := self.names.carriers.trainer(metric) or self.names.carriers.quality(metric)) is not None:
            draft.settle("engine", carrier, "derived", carrier)
        subject = str(draft.fields.get("subject", ""))
        own = self.vocabulary.entry("engine", subject) if draft.place == "table" else None
        if own is not None and self.names.carriers.able(own):
            draft.settle("engine", own.name, "row label", subject)
        if draft.place == "table" and any(
            m.kind == "dataset" for m in self.names.of(self.document.blocks[draft.block].text).mentions
        ):
            draft.closed.add("dataset")  # rows name their own; what stands around the table is then another row's
        if sentence is None and "model" not in draft.fields and self._names_another(draft):
            draft.closed.add("model")
        for context in self.contexts.of(draft, sentence):
            if context.origin == "setup section" or context.origin == "command":
                self._home(draft)
            self._names(draft, context)
            if context.only and context.only.isdisjoint(LOADS):
                continue
            if not context.far or (context.declared and metric in SERVED):
                self._parameters(draft, context)

    def settle_common(self, draft: Draft) -> None:
        """Settle what the whole post says with one voice, and how many of the draft's devices it counts."""
        if draft.fields.get("basis") == "quoted":
            return
        for name, (value, quote) in self.voice.common.items():
            beaten = name == "accelerator" and value in draft.beaten
            if draft.is_open(name) and not beaten and self.reaches(name, draft):
                draft.settle(name, value, "derived", quote)
        if self.voice.addressed and draft.is_open("model") and self.reaches("model", draft):
            draft.settle("model", self.voice.addressed[0], "title", self.voice.addressed[1])
        if self.names.carriers.alone and draft.is_open("engine"):
            draft.settle("engine", str(self.names.carriers.home), "title", self.document.title)
        self._whole_count(draft)
        if draft.fields.get("metric") in SERVED or draft.fields.get("metric") == "speed":
            for name, (length, quote) in self.voice.lengths.items():
                if draft.is_open(name):
                    draft.settle(name, length, "derived", quote)

    def _home(self, draft: Draft) -> None:
        """The engine whose own document this is, where nothing nearer than a set-up statement named another."""
        home = self.names.carriers.home
        if home is None:
            return
        labelled = next((f for f in draft.facets if f.name == "engine" and f.origin in LABELS), None)
        entry = self.vocabulary.entry("engine", str(labelled.value)) if labelled else None
        if labelled is not None and entry is not None and not self.names.carriers.able(entry):
            draft.drop("engine")
        if draft.is_open("engine"):
            draft.settle("engine", home, "title", self.document.title)

    def _names(self, draft: Draft, context: Context) -> None:
        named = self.names.of(context.text)
        for kind in NAMED if named.kinds else ():
            if kind not in named.kinds or not draft.is_open(kind):
                continue
            if not self._may_name(kind, draft, context, named):
                continue
            mentions = self._mentions(kind, named, draft, context)
            if not mentions:
                continue
            chosen = choose(mentions, context, draft, self.names.architectures)
            if chosen is not None:
                draft.settle(kind, chosen.name, context.origin, excerpt(context.text, chosen.start, chosen.end))
                if kind == "accelerator" and (context.declared or not context.far):
                    self._count(draft, named, chosen, context)
            elif beaten_only(mentions, context, draft, self.names.architectures):
                draft.beaten = frozenset(m.name for m in mentions)
            elif not context.soft:
                draft.closed.add(kind)

    def _may_name(self, kind: str, draft: Draft, context: Context, named: Named) -> bool:
        """Whether ``context`` has a say on ``kind`` for this number."""
        if context.only and kind not in context.only:
            return False
        if draft.fields.get("basis") == "quoted" and context.origin in ELSEWHERE and kind in OWN:
            return False
        if context.far and not self.reaches(kind, draft, NOBODY if context.declared else named):
            return False
        if kind == "engine" and context.origin != "sentence" and self.names.carriers.alone:
            return False
        if kind == "dataset" and context.own:
            return False
        return not (kind == "model" and context.origin == "lead-in" and self._is_library(draft))

    def _mentions(self, kind: str, named: Named, draft: Draft, context: Context) -> list[Mention]:
        """The mentions of ``kind`` that can be this number's."""
        mentions = [m for m in named.kinds[kind] if fits(kind, m, draft, context)]
        if kind in OWN and context.origin != "sentence":
            mentions = [m for m in mentions if not is_example(m, context)]
        if context.far and kind == "model":
            return [m for m in mentions if is_whole(m.name, m.entry)]
        if kind == "engine":
            able = [m for m in self.names.carriers.candidates(mentions) if not is_tool(m, context)]
            titled = context.origin == "title" or context.text == self.document.title
            home = [m for m in able if titled and m.name == self.names.carriers.home]
            return home or [m for m in able if not is_rival(m, context, draft)]
        if kind == "precision":
            compared = (
                KV in self.document.title and context.origin != "sentence"
            )  # the cache's own format is the post's subject
            return [m for m in mentions if compared or not is_others_format(m, context, draft)]
        if kind == "accelerator":
            free = [m for m in mentions if m.name not in draft.beaten and not is_beaten(m, context)]
            return [m for m in free if not is_other_side(m, context, draft)]
        return mentions

    def reaches(self, kind: str, draft: Draft, named: Named = NOBODY) -> bool:
        """Whether a set-up statement outside the claim's section can settle ``kind`` for it.

        A device is no part of a quality score, a model none of a kernel's shapes; a format is taken only from words that
        name the claim's own model.
        """
        metric = str(draft.fields.get("metric"))
        if kind == "accelerator":
            return metric not in HARDWARE_FREE
        if kind == "model":
            if self._names_another(draft):
                return False
            return not self._is_library(draft) and (metric not in SHAPED or self.names.carriers.hosted)
        if kind == "precision":
            models = {m.name for m in named.mentions if m.kind == "model"}
            return named is NOBODY or models == {draft.fields.get("model")}
        return True

    def _names_another(self, draft: Draft) -> bool:
        """Whether a number's own words hold what looks like a model the vocabulary does not know ("Fast-dLLM-v2-7B")."""
        text = self.document.blocks[draft.block].text[draft.start : draft.end]
        return UNKNOWN.search(text) is not None

    def _is_library(self, draft: Draft) -> bool:
        """Whether a claim's engine is a kernel library, whose figures are of shapes and not of a model named far away."""
        entry = self.vocabulary.entry("engine", str(draft.fields.get("engine", "")))
        return entry is not None and entry.attributes.get("role") == "kernel"

    def _count(self, draft: Draft, named: Named, chosen: Mention, context: Context) -> None:
        for start, count in named.counts:
            if start == chosen.start:
                draft.settle(
                    "accelerator_count", count, context.origin, excerpt(context.text, chosen.start, chosen.end)
                )
                return

    def _whole_count(self, draft: Draft) -> None:
        """How many devices, where the post tells just one number of the claim's accelerator: in the claim's own chapter, in a
        set-up statement or where it sums up.
        """
        stated = self.names.counts.get(str(draft.fields.get("accelerator")), {})
        if len(stated) == 1 and str(draft.fields.get("metric")) not in HARDWARE_FREE:
            ((count, (index, words)),) = stated.items()
            parts = self.contexts.parts
            if (
                parts.chapter(index) == parts.chapter(draft.block)
                or parts.is_summary(index)
                or index in self.contexts.setups.stating
            ):
                draft.settle("accelerator_count", count, "derived", words)

    def _bears(self, name: str, draft: Draft, context: Context) -> bool:
        """Whether a parameter of ``context`` can be this number's.

        A set-up's count of devices is no part of what does not depend on them, its load none of a number whose own load a
        nearer label says.
        """
        if name in LOADS and (context.busy or context.origin == "lead-in") and self._states_its_own(draft):
            return False
        if context.origin not in ("setup section", "command"):
            return True
        if name in LOADS and context.busy:
            return False
        if name == "accelerator_count":
            return draft.fields.get("metric") not in HARDWARE_FREE
        return name not in LOADS or LOADS.isdisjoint(draft.fields)

    def _states_its_own(self, draft: Draft) -> bool:
        """Whether a number's own sentence says its workload: then the load of the sentence before is not its."""
        return any(f.name in LENGTHS and f.origin == "sentence" for f in draft.facets)

    def _parameters(self, draft: Draft, context: Context) -> None:
        by_field: dict[str, list[tuple[float, int, int]]] = {}
        parameters = self.names.parameters(context.text)
        if not parameters:
            return
        beaten = against(context.text, context.at or 0) if draft.fields.get("form") != "absolute" else []
        for name, value, start, end in parameters:
            if not draft.is_open(name) or (context.only and name not in context.only):
                continue
            if any(first <= start < last for first, last in beaten) or not self._bears(name, draft, context):
                continue
            by_field.setdefault(name, []).append((value, start, end))
        for name, stated in by_field.items():
            if context.far and name not in LENGTHS:
                continue
            values = {value for value, _, _ in stated}
            if len(values) > 1:
                stated = nearest(stated, context)
                if not stated:
                    if not context.soft:
                        draft.closed.add(name)
                    continue
            value, start, end = stated[0]
            draft.settle(name, value, context.origin, excerpt(context.text, start, end))
