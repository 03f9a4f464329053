"""Model names by grammar: family, version, variant, size, active size, date stamp.

``Llama-3.1-8B-Instruct-FP8`` is `Llama 3.1 8B`; organisation, ``Instruct`` and number format are no part of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
IDENTIFIER: Final = re.compile(r"_[a-z]|\.(?:py|cu|cuh|h|hpp|cc|cpp|rs)\b")
"""Behind a name in code (``llama3_8b_pretrain_config``): it names a function or a file, and need not be what was run."""
SIZES: Final = re.compile(rf"(?:/{SIZE})+")
"""The sizes of further models of a family: ``Llama2-7B/13B/70B``."""
SIZED: Final = re.compile(rf"(?<![\w.])({SIZE})[ -](?:parameter )?$")
"""A size ahead of the name: ``13B Llama 2``."""
SIBLING: Final = re.compile(r"/([VRKM]\d(?:\.\d)?)(?![\w.]*\d|[\w/])", re.I)
"""The second of two models of a family written as one: ``DeepSeek V3/R1``."""
LIKENESS: Final = re.compile(
    r"(?:/[\w.-]{1,16}?)?\)?[- ](?:level|class|like|style|quality|grade|compatible|comparable)\b", re.I
)
"""Behind a model's name: what is spoken of is as good as that model, and is another."""
ACTIVE: Final = re.compile(r"a\d{1,3}(?:\.\d)?b")
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
        """Yield (canonical name, start, end, family entry) of the models ``text`` names, in reading order."""
        position = 0
        for gate in self._gates(text, openings):
            if gate.start() < position:
                continue
            entry, rest = self.families[_key(gate[1])]
            tail = rest.match(text, gate.end())
            if (
                tail is None
                or text[gate.end() : gate.end() + 4].lower() == ".cpp"
                or IDENTIFIER.match(text, tail.end())
                or LIKENESS.match(text, tail.end())
            ):
                continue
            name = _canonical(entry, gate[1], tail, SIZED.search(text, max(0, gate.start(1) - 12), gate.start(1)))
            if name is not None:
                position = tail.end()
                if tail["mark"] and (other := SIBLING.match(text, position)):
                    name, position = f"{name} + {entry.name}-{other[1].upper()}", other.end()
                elif tail["size"] and (sizes := SIZES.match(text, position)) and not tail["active"]:
                    name = " + ".join([name, *(_resized(name, size) for size in sizes[0][1:].split("/"))])
                    position = sizes.end()
                yield name, gate.start(1), position, entry

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
    version, size = tail["version"] or (tail["variants"] and tail["after"]), tail["size"]
    if size is None and ahead is not None and not tail["active"]:
        size = ahead[1]
    needs = entry.attributes.get("needs", "any")
    if (
        (needs == "version" and not version)
        or (needs == "size" and not size)
        or (needs == "any" and not (version or size))
    ):
        return None
    if tail["glue"] == " " and version and not tail["mark"] and needs == "none":
        version = None
    mark = _mark(entry, tail)
    if entry.attributes.get("sized") is False and (tail["variants"] or not _is_small(size)):
        size = None
    if entry.attributes.get("marked") and version and not mark:
        return None
    parts, spelled = [entry.name], entry.attributes.get("spelled")
    if tail["version"] and version:
        parts[0] += ("" if spelled == "joined" and not mark else "-") + mark + version
    parts += [part for part in re.split(r"[-_ (]+", tail["variants"]) if part]
    parts += [tail["after"]] if tail["after"] and tail["variants"] and not tail["version"] else []
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


def _resized(name: str, size: str) -> str:
    """The name of another size of the same model, the letter written as in the name."""
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


def full_names(names: Iterable[str]) -> dict[str, str]:
    """Return short form -> full name for the ``names`` of one post, where only one of them spells a short form out.

    ``Llama 8B`` is short for ``Llama 3 8B`` in a post that names no other Llama of that size; ``DeepSeek-V4`` beside a
    Pro and a Flash is short for neither, and a name without a size is a family, which is short for nothing.
    """
    parts = {name: _words(name) for name in names}
    out = {}
    for name, words in parts.items():
        longer = [
            o for o, more in parts.items() if words < more and _sized(name) == _sized(o) and _numbers(more - words)
        ]
        if _sized(name) and len(longer) == 1:
            out[name] = longer[0]
        active = [o for o, more in parts.items() if words < more and all(ACTIVE.fullmatch(w) for w in more - words)]
        if not _sized(name) and len(active) == 1:
            out[name] = active[0]
    return out


def is_sizeless(name: str) -> bool:
    """Return whether a canonical model name states no size."""
    return _sized(name) is None


def plain_name(written: str) -> str:
    """Return a model's name without organisation and without what a repository says of format and tuning."""
    return FORMAT.sub("", written.strip().rsplit("/", 1)[-1]).strip()


def only_ones(families: Mapping[str, Entry]) -> dict[str, str]:
    """Return bare family name -> the only model of the post that states its size (``BLOOM`` -> ``BLOOM 176B``).

    ``families``: the models one post names, with their families; a variant (``GPT-4-Turbo``) is another model.
    """
    out = {}
    for name, family in families.items():
        if name == family.name and family.attributes.get("needs") == "none":
            longer = [o for o, other in families.items() if other is family and o != name]
            if len(longer) == 1 and _numbers(_words(longer[0]) - _words(name)):
                out[name] = longer[0]
    return out


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[\s-]", name.lower()))


def _numbers(words: frozenset[str]) -> bool:
    """Whether the words one name has beyond another are versions and sizes: a variant is another model."""
    return all(re.fullmatch(r"(?:[a-z]+)?\d{1,2}(?:\.\d{1,2})?|a?\d{1,4}(?:\.\d{1,2})?b", word) for word in words)


def is_whole(name: str, family: Entry) -> bool:
    """Return whether a name says which model of its family it is; a bare family or version of sizes does not."""
    return family.attributes.get("needs", "any") in ("none", "version") or _sized(name) is not None


def _sized(name: str) -> str | None:
    found = re.search(rf"(?<![A-Za-z0-9.])({SIZE})", name)
    return found[1].lower() if found else None
