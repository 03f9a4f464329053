"""Model names by grammar: family, version, variant, size, active size, date stamp.

``Llama-3.1-8B-Instruct-FP8`` is `Llama 3.1 8B`; organisation, ``Instruct`` and number format are no part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ...store.vocabulary import Entry, Vocabulary
from .openings import Openings

SIZE: Final = r"(?:\d{1,2}x)?\d{1,4}(?:\.\d{1,2})?[bBTM](?![A-Za-z0-9])"
STAMP: Final = r"(?:0[1-9]|1[0-2])[0-3]\d|2[3-9](?:0[1-9]|1[0-2])"
"""A month and day (0528) or a year and month (2507)."""
SERVED: Final = re.compile(
    r"(?:--model(?:-path|-name)?|--served-model-name|--hf-model\S{0,4}|--tokenizer|\bvllm serve|\btrtllm-serve)[ =]+[\"']?"
    r"[\w.-]{2,40}/(?P<name>[A-Za-z][\w.-]{2,60})"
)
FORMAT: Final = re.compile(
    r"[-_](?:Instruct|Chat|it|hf|preview|FP8|FP4|NVFP4|MXFP4|MXFP8|BF16|AWQ|GPTQ|INT[48]|W\dA\d{1,2}|GGUF|\d-?bit|dynamic|quantized)(?=[-_.]|$)",
    re.I,
)
"""What a repository's name says beyond the model's."""
OTHER: Final = re.compile(
    r"_[a-z]|\.(?:py|cu|cuh|h|hpp|cc|cpp|rs)\b|(?:/[\w.-]{1,16}?)?\)?[- ](?:level|class|like|style|quality|grade|compatible|comparable)\b",
    re.I,
)
"""Behind a name in code (``llama3_8b_pretrain_config``), which need not be what was run, and behind one that something else is
as good as (``GPT-4-level``)."""
SIZES: Final = re.compile(rf"(?:/{SIZE})+")
"""The sizes of further models of a family: ``Llama2-7B/13B/70B``."""
SIZED: Final = re.compile(rf"(?<![\w.])({SIZE})[ -](?:parameter )?$")
"""A size ahead of the name: ``13B Llama 2``."""
SIBLING: Final = re.compile(r"/([VRKM]\d(?:\.\d)?)(?![\w.]*\d|[\w/])", re.I)
"""The second of two models of a family written as one: ``DeepSeek V3/R1``."""
LETTERS: Final = re.compile(r"[a-z]+")
SMALL: Final = 100
"""Billions of parameters below which a model of a large family is a distilled one."""
REST: Final = (
    rf"(?P<glue>(?:[-_ ](?=[vVMKR]?\d))?)(?:(?P<mark>[vVMKR])?(?P<version>\d{{1,2}}(?:\.\d{{1,2}})?)(?![\d.]*[bBTM]\b|\d|[kK]\b|[xX×]))?"
    rf"(?P<variants>(?:(?:[-_ ]| ?\()(?:{{variants}})(?![A-Za-z]))*)"
    rf"(?:(?<=[a-z])[-_ ](?P<after>\d{{1,2}}(?:\.\d{{1,2}})?)(?![\d.]*[bBTM]\b|\.?\d|[kK]\b|[xX×%]| ?(?:GPU|node|instance)))?"
    rf"(?:(?:[-_ :]?| ?\()(?P<size>{SIZE}))?(?:[-_ ]?(?P<active>A\d{{1,3}}(?:\.\d)?B)(?![A-Za-z0-9]))?"
    rf"(?P<behind>(?:-(?:{{variants}})(?![A-Za-z]))*)"
    rf"(?P<late>(?:[-_ ](?:Instruct|Thinking|Chat|it|hf|Base|Distill)(?![A-Za-z]))*)(?:-(?P<stamp>{STAMP})(?!\d))?"
    rf"(?:[-_ ]v(?P<release>0\.\d)(?!\d))?"
)


@dataclass(frozen=True, slots=True)
class ModelGrammar:
    """One compiled pattern a family."""

    gate: re.Pattern[str]
    firsts: frozenset[str]
    families: dict[str, tuple[Entry, re.Pattern[str]]]

    def find(self, text: str, openings: Openings) -> Iterator[tuple[str, int, int, Entry]]:
        """Yield (canonical name, start, end, family entry) of the models ``text`` names, in reading order; two that a hyphen
        joins are one model made of both (``DeepSeek-R1-0528-Qwen3-8B``).
        """
        last: tuple[str, int, int, Entry] | None = None
        for gate in self._gates(text, openings):
            found = self._model(text, gate) if last is None or gate.start() >= last[2] else None
            if found is None:
                continue
            if last is not None and found[1] == last[2] + 1 and text[last[2]] == "-":
                last = (f"{last[0]}-{found[0]}", last[1], found[2], found[3])
                continue
            if last is not None:
                yield last
            last = found
        if last is not None:
            yield last

    def _model(self, text: str, gate: re.Match[str]) -> tuple[str, int, int, Entry] | None:
        """The model whose family's word stands at ``gate``, several of one family joined by `` + ``; None where it is none."""
        entry, rest = self.families[_key(gate[1])]
        tail = rest.match(text, gate.end())
        if tail is None or text[gate.end() : gate.end() + 4].lower() == ".cpp" or OTHER.match(text, tail.end()):
            return None
        name = _canonical(entry, gate[1], tail, SIZED.search(text, max(0, gate.start(1) - 12), gate.start(1)))
        if name is None:
            return None
        end = tail.end()
        if tail["mark"] and (other := SIBLING.match(text, end)):
            name, end = f"{name} + {entry.name}-{other[1].upper()}", other.end()
        elif tail["size"] and not tail["active"] and (sizes := SIZES.match(text, end)):
            name = " + ".join([name, *(resized(name, size) for size in sizes[0][1:].split("/"))])
            end = sizes.end()
        return name, gate.start(1), end, entry

    def _gates(self, text: str, openings: Openings) -> Iterator[re.Match[str]]:
        """Yield where ``text`` names a family, none overlapping another."""
        end = 0
        for place in openings.places(self.firsts.intersection(openings.runs)):
            if place >= end and (gate := self.gate.match(text, place)) is not None:
                end = gate.end()
                yield gate


def served_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (name, start, end) of the models that a command in ``text`` serves by their repository (``--model org/Name``)."""
    for match in SERVED.finditer(text) if "--" in text or " serve " in text else ():
        name = plain_name(match["name"])
        if re.search(r"[A-Z0-9]", name):
            yield name, match.start("name"), match.end("name")


@lru_cache(maxsize=4)
def families_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the first words of all families' names, in lower case letters."""
    surfaces = (surface for entry in vocabulary.entries("model") for surface in entry.surfaces)
    return frozenset(LETTERS.findall(surface.lower())[0] for surface in surfaces)


def _key(word: str) -> str:
    return re.sub(r"[\s-]", "", word).lower()


def grammar_of(vocabulary: Vocabulary) -> ModelGrammar:
    """Compile the families of ``vocabulary``."""
    families: dict[str, tuple[Entry, re.Pattern[str]]] = {}
    spelled: list[str] = []
    for entry in vocabulary.entries("model"):
        words = [*entry.attributes.get("variants", ()), "Distill"]
        rest = re.compile(
            REST.replace("{variants}", "|".join(map(re.escape, sorted(words, key=len, reverse=True)))), re.I
        )
        for surface in entry.surfaces:
            families[_key(surface)] = (entry, rest)
            spelled.append(r"[\s-]?".join(map(re.escape, re.split(r"[\s-]", surface))))
    body = "|".join(sorted(spelled, key=len, reverse=True))
    surfaces = [surface for entry in vocabulary.entries("model") for surface in entry.surfaces]
    firsts = frozenset(LETTERS.findall(s.lower())[0] for surface in surfaces for s in (surface, _key(surface)))
    return ModelGrammar(re.compile(rf"(?<![A-Za-z0-9])({body})(?![a-z](?!\d)|(?<=\d)\d)", re.I), firsts, families)


def _canonical(entry: Entry, written: str, tail: re.Match[str], ahead: re.Match[str] | None = None) -> str | None:
    """Join the parts into the canonical name, a size ``ahead`` of it too (``13B Llama 2``); None where the family needs a
    part the text lacks.
    """
    if entry.attributes.get("case") and written[:2] not in {s[:2] for s in entry.surfaces}:
        return None
    late = tail["after"] if tail["variants"] and not tail["version"] else None
    version, size, needs = tail["version"] or late, tail["size"], entry.attributes.get("needs", "any")
    if size is None and ahead is not None and not tail["active"]:
        size = ahead[1]
    if not {"version": version, "size": size, "any": version or size, "none": True}[needs]:
        return None
    if tail["glue"] == " " and version and not tail["mark"] and needs == "none":
        version = None
    if entry.attributes.get("sized") is False and (tail["variants"] or not _is_small(size)):
        size = None
    if entry.attributes.get("marked") and version and not _mark(entry, tail):
        return None
    return _joined(entry, tail, None if version is None or late else version, late, size)


def _joined(entry: Entry, tail: re.Match[str], version: str | None, late: str | None, size: str | None) -> str:
    """The canonical name: family and version, variants (a ``late`` version behind them), size, stamp, release."""
    parts, spelled = [entry.name], entry.attributes.get("spelled")
    if version:
        mark = _mark(entry, tail)
        parts[0] += ("" if spelled == "joined" and not mark else "-") + mark + version
    parts += [part for part in re.split(r"[-_ (]+", tail["variants"]) if part]
    parts += [late] if late else []
    if size:
        parts.append(size[:-1] + size[-1].upper() if spelled != "lower" else size.lower())
    if tail["active"]:
        parts.append(tail["active"].upper())
    parts += [part for part in tail["behind"].split("-") if part]
    if "thinking" in tail["late"].lower() and tail["stamp"]:
        parts.append("Thinking")
    if tail["stamp"]:
        parts.append(tail["stamp"])
    name = "-".join(parts)
    if is_spaced(entry):
        name = name.replace("-", " ")
    return f"{name} v{tail['release']}" if tail["release"] else name


def resized(name: str, size: str) -> str:
    """Return the name of another size of the same model, the letter written as in the name."""
    own = re.findall(SIZE, name)[-1]
    return name.replace(own, size.lower() if own[-1].islower() else size.upper())


def is_spaced(family: Entry) -> bool:
    """Return whether the canonical names of a family are written with spaces (``Llama 3.1 8B``), not hyphens."""
    return family.attributes.get("spelled") == "spaced"


def _mark(entry: Entry, tail: re.Match[str]) -> str:
    """The letter of a version that is part of the name: V3 and R1 of DeepSeek, not the V of "Llama V2"."""
    mark = (tail["mark"] or entry.attributes.get("letter", "")).upper()
    return "" if mark == "V" and is_spaced(entry) else mark


def _is_small(size: str | None) -> bool:
    """Whether a size is below that of a family of one size: what is meant is a distilled model, not the family's."""
    return size is not None and size[-1] in "bB" and "x" not in size and float(size[:-1]) < SMALL


def plain_name(written: str) -> str:
    """Return a model's name without organisation and without what a repository says of format and tuning."""
    return FORMAT.sub("", written.strip().rsplit("/", 1)[-1]).strip()
