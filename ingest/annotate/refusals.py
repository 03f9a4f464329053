"""Numbers that are never claims: configuration, data sheets, thresholds, operating points, counts, made-up cases.

Each rule looks at a few words on either side of the number, so that a result further along the sentence stays one.
Sources: GUIDE decisions 16, 20, 28, 30 and its list of what is no claim.
"""

from __future__ import annotations

import re
from typing import Final

from .quantities import Quantity

TIMES: Final = frozenset({"s", "ms", "us"})
SIZES: Final = frozenset({"B", "KB", "MB", "GB", "TB"})
RELATIVE: Final = frozenset({"x", "%", "points"})
FLOPS: Final = frozenset({"TFLOPS", "GFLOPS", "PFLOPS"})

THRESHOLD: Final = re.compile(
    r"\b(?:SLOs?|SLAs?|thresholds?|constrain(?:ts?|ed)|limits?|budgets?|deadlines?|timeouts?|tolerance|requirements?|"
    r"intervals?|windows? of|cut-?off|polling|ping|max(?:imum)? \w+ time)\b",
    re.I,
)
BELOW: Final = re.compile(r"(?:TTFT|TPOT|ITL|latency|latencies|time|\bE2E\b)[^,;.]{0,12}[<≤>≥][=]?\s?$", re.I)
SETTING: Final = re.compile(
    r"(?:\b(?:set|sets|setting|fixed|capped|limited|limits?|default(?:s|ing)?|temperature|top[-_]p|dropout|momentum|"
    r"learning rate|rate limit|threshold)(?: (?:it|this|that|value|values))?(?: (?:to|is|of|at|as|was))?|--[\w-]{2,40}[ =]|"
    r"\b[a-z]\w{1,40}_\w{1,40}\s?[=:]|\b[A-Z]{2,20}_[A-Z_]{2,30}\s?=)\s?[`\"(~]{0,2}$",
    re.I,
)
DEFAULT_AFTER: Final = re.compile(
    r"\)?[`\"]?\s(?:(?:is|are|as) (?:used |set )?(?:as |by )?(?:the )?default|by default|threshold|limit|timeout|budget|"
    r"SLO|SLA|deadline|constraint|window|interval)\b",
    re.I,
)
SUPPOSED: Final = re.compile(
    r"\b(?:if|unless|suppose|assume|assuming|imagine|say,|let'?s say|needs? to|must|may require|requires? (?:a|an|the)|"
    r"should be|should stay|want(?:s)?|so that|whether|at least \d+% of)\b[^,;:.]{0,70}$",
    re.I,
)
LENGTH_AFTER: Final = re.compile(
    r"[- ](?:long |720p |1080p |\w+ )?(?:videos?|clips?|audio|segment|workloads?|windows?|intervals?|timeout|session|traces?|speech|recording|prompt)\b",
    re.I,
)
"""What follows a length of time that is the length of an input."""
MEMORY_PART: Final = (
    r"(?:HBM\w*|[VD]?RAM|G?DDR\w*|VRAM|GPUs?|NVMe|SSDs?|disks?|storage|memory|cards?|LPDDR\w*|SXM\d?|PCI[eE]|NVL\d*|"
    r"instances?|nodes?|machines?|laptops?|Mac\w*|devices?|variants?|versions?|of (?:GPU |system |unified |host |device |"
    r"shared |total |available |free )?(?:memory|[VD]?RAM|HBM\w*|storage)|system|unified|host)\b"
)
PART_AFTER: Final = re.compile(
    rf"[)\]]?[- ]?(?:(?:of|each|per|total|x\d+|NVIDIA|AMD|GPU|CPU|fast|DDR\d|L\d)[- ]){{0,2}}{MEMORY_PART}", re.I
)
PART_BEFORE: Final = re.compile(
    r"\b(?:HBM\w*|[VD]?RAM|G?DDR\w*|NVMe|SSDs?|PCI[eE]|memory|storage|GPUs?|disk)\b[\s:(|,*/-]{0,4}(?:with |has |of )?$"
)
DEVICE_BEFORE: Final = re.compile(
    r"\b(?:SXM\d?|PCI[eE]|NVL\d*|[A-Z]{1,3}\d{2,4}[A-Z]{0,2}|[A-Z][A-Za-z]{1,9} \d{4}(?: ?Ti| Super| XTX?)?)\b[\s:(|,*/-]{0,3}(?:with |has )?$"
)
CONSUMES: Final = re.compile(
    r"\b(?:us(?:es?|ed|ing|age)|consum\w+|tak(?:es?|ing)|took|occup\w+|sav\w+|reduc\w+|peak\w*|footprint|from|down to|"
    r"only|just|cut\w*|shrink\w*|shrunk|drop\w*|fell|grew|grows?|allocat\w+|measured|removes?|frees?|freed|overhead|"
    r"extra|additional|increas\w+|smaller|lower\w*|wast\w+|compress\w*|weighs?|at(?! least))\b[^.;\d]{0,25}$",
    re.I,
)
DATASHEET: Final = re.compile(
    r"\b(?:HBM\d?e?|NVLink|NVSwitch|PCIe|InfiniBand|Ethernet|theoretical|NICs?|RoCE|EFA|Infinity Fabric|equipped with|"
    r"data ?sheet|interconnect\w*|bidirectional|ConnectX\S*|link|spec(?:s|ification)?|advertised|rated|"
    r"peak (?:memory )?bandwidth of|L[12] cache|SRAM|SMEM)\b",
    re.I,
)
REACHES: Final = re.compile(
    r"\b(?:achiev\w+|reach\w*|deliver\w*|sustain\w*|attain\w*|hit(?:s|ting)?|measur\w+|obtain\w*|get(?:s|ting)?|effective|"
    r"saturat\w+|improv\w+|increas\w+|yield\w*|run(?:s|ning)?|from|up to|throughput|boost\w*|show\w*|rose|peaks? at|"
    r"equivalent|transfer\w*|bandwidth of)\b",
    re.I,
)
HAS: Final = re.compile(
    r"\b(?:offer\w*|provid\w*|featur\w*|has|have|with|equipped|comes?|boasts?|its|whose)\b[^,;.]{0,45}$", re.I
)
AT_HIT_RATE: Final = re.compile(r"\b(?:at|with|for|assuming|under|and)\s(?:an? |the )?~?$", re.I)
HIT_RATE_AFTER: Final = re.compile(r"\s(?:\w+ )?(?:cache )?hit[ -]rate|\sacceptance rate by default", re.I)
CONFIGURED: Final = re.compile(
    r"\s(?:the (?:batch|context|input|sequence|prompt|number|amount|size|parameter|model size)|(?:huge )?pages?|machines?|chunks?|blocks?|buffers?|messages?|payloads?|of data)\b",
    re.I,
)
POPULATION: Final = re.compile(
    r"[`*]{0,2}\s(?:of\s(?:the |all |our |its |their |these |those )?(?:\w+[ -]){0,2}?(?:users|requests|traffic|developers|weights|parameters|"
    r"layers|experts|content|data|dataset|datasets|prompts|samples|examples|companies|tasks|problems|questions|code|"
    r"cases|models|tensors|channels|neurons|heads|training data|documents|pages|words)\b|confidence|(?:gross |profit )?margins?\b|mark-?up|sparsity|sparse|"
    r"prefix|overlap|shared|dropout|random|stars?|downloads?|contributors?|commits?|PRs?\b|more (?:parameters|data\b|"
    r"downloads|code|stars|users)|fewer (?:parameters|lines|turns))",
    re.I,
)
OPERATING: Final = re.compile(
    r"\b(?:at|under|around|for|with|of|in the|near|past|below|above|beyond) (?:an? |the )?(?:\w+ ){0,3}?(?:fixed |target |matched )?(?:interactivity|"
    r"concurrency|QPS|request rate|level|range)(?: of| level of| target of)? ?[~≈]?$|(?:\bat|@|\bin the)(?: about| around| roughly| over)?\s?[~≈]?$|"
    r"\b(?:at|given|target|fixed)\b[^,;.]{0,40}\bof\s?[~≈]?$|\b(?:above|below|beyond|past|selected|chose|choose|picked)\s?[~≈]?$|"
    r"\b(?:dominates?|leads?|wins?|holds?)\b[^.;]{0,30}$|\binteractivit(?:y|ies)(?: levels?)?(?: of| from| at| around| between)?\s?[~≈]?$|"
    r"\bfix(?:ed|ing)\b[^,;.]{0,40}$|\bthrough\s?[~≈]?$|\d\s?[x×%]\s?\([~≈]?$",
    re.I,
)
ONCE: Final = re.compile(
    r"\b(?:as|when|once|until|beyond)\b(?:[^,;.]{0,50}\b(?:exceed\w*|reach\w*|approach\w*|go(?:es)?|rises?|beyond|above)\b)?[^,;.]{0,8}$",
    re.I,
)
"""A rate as the point from which something else happens."""
POINT_AFTER: Final = re.compile(
    r"\s(?:of )?(?:interactivity|operating point|SLO|mark|range|point|and (?:above|below|beyond))\b", re.I
)
OFFERED: Final = re.compile(
    r"(?:\b(?:sends?|sent|sending|issue[sd]?|offered|arriv\w+|incoming|inject\w*|load of|rate(?:s)? (?:of|is|from|to|at|=)|"
    r"at (?:a )?(?:high|low|fixed|constant)?|@|QPS ?[=:]|RPS ?[=:]|rate ?[=:]|measured at|under|with|from|"
    r"for|between)\s?(?:about |around |~)?)$",
    re.I,
)
HELD: Final = re.compile(r"\b(?:saturat|plateau|sustain|level off|tops? out|peak)\w*\b[^,;.]{0,30}$", re.I)
"""What says that an engine reached a rate, even "at around" one."""
SERVES: Final = re.compile(
    r"\b(?:throughput|goodput|achiev\w+|reach\w*|deliver\w*|sustain\w*|handl\w+|support\w*|serv(?:e|es|ed|ing)|process\w*|"
    r"peak\w*|max\w*|up to|yield\w*|capacity)\b",
    re.I,
)
POWER: Final = re.compile(r"\b(?:power|draw\w*|consum\w+|energy|idle|watts?|usage|efficien\w+|avg|average)\b", re.I)
NAMED_COUNT: Final = re.compile(
    r"\s?(?:[A-Za-z]*[A-Z][A-Za-z0-9-]*|\d\S*|(?:or (?:even )?\d+\s?[x×] )?(?:(?!of\b|the\b|on\b|than\b|with\b|for\b|in\b)[\w-]+ ){0,3}"
    r"(?:accelerators|GPUs)\b|(?:dense |GPU |CPU )?(?:GPUs?|CPUs?|nodes?|cards?|NICs?|servers?|pods?|instances?|replicas?|"
    r"machines?|racks?|hosts?|cores?|layers?|engineers?))\b"
)
"""What is counted rather than compared: a name, a piece of hardware."""
MEASURED_AFTER: Final = re.compile(
    r"\s?(?:(?!(?:for|with|on|in|and|at|to|using)\s)\S+\s){0,3}?(?:throughput|performance|speed\S*|faster|slower|higher|lower|better|less|more|fewer|latency|TTFT|TPOT|ITL|cheaper|"
    r"improvement|increase|reduction|gains?|boost|uplift|interactivity|efficien\w+|MFU|TPS|goodput|cost|memory|bandwidth|longer|larger|smaller)\b",
    re.I,
)
LINK: Final = re.compile(
    r"\b(?:NVLink|NVSwitch|PCIe|InfiniBand|IB|Ethernet|network cards?|ConnectX\S*|NICs?)\b[^.;]{0,60}\b(?:bandwidth|delivers|provides|offers)\b[^.;]{0,20}$",
    re.I,
)
"""In front of a bandwidth: it is a link's own."""
IN_BRACKETS: Final = re.compile(r"[A-Z0-9]\w*(?: GPUs?)?\s?\($")


def refused(quantity: Quantity, before: str, after: str) -> bool:
    """Return whether the words around ``quantity`` (those of its sentence) say that it is no outcome."""
    unit = str(quantity.unit)
    before, after = before[-110:], after[:70]
    near = _clause(before[-50:], after[:40])
    if SETTING.search(before) or DEFAULT_AFTER.match(after):
        return True
    if unit in TIMES:
        if LENGTH_AFTER.match(after):
            return True
        return bool(THRESHOLD.search(near) or BELOW.search(before) or SUPPOSED.search(before))
    if unit in SIZES:
        return _is_capacity(before, after)
    if unit in ("GB/s", "TB/s"):
        if re.search(r"\b(?:achiev|reach|sustain|measur|effective|and a peak of )", before[-60:]):
            return False
        owned = DATASHEET.search(near) or HAS.search(before) or LINK.search(before)
        return not REACHES.search(before[-70:]) or bool(owned)
    if unit in FLOPS:
        return bool(
            re.search(
                r"\b(?:theoretical|data ?sheet|spec\w*|peak of|peak reaches|advertised|rated|computing capacity|board figures?)\b|"
                r"\bpeak performance\W{1,3}(?:\(|of)",
                near,
                re.I,
            )
        )
    if unit == "req/s":
        return _is_offered(before, after, near)
    if unit == "W":
        return not POWER.search(near) or bool(re.search(r"\bTDP|\blimit|\bcap(?:ped)?\b", near))
    if unit == "tok/s":
        return bool(THRESHOLD.search(near) or ONCE.search(before)) or (
            quantity.per == "user" and _operating(before, after)
        )
    if unit in RELATIVE:
        return _is_share(unit, quantity, before, after)
    return False


def _is_offered(before: str, after: str, near: str) -> bool:
    """A rate of requests that was sent, not one that was served."""
    if HELD.search(before):
        return False
    return bool(OFFERED.search(before) or THRESHOLD.search(near)) or not SERVES.search(before + after)


def _clause(before: str, after: str) -> str:
    """The words beside a number up to the next comma or bracket on either side."""
    return re.split(r"[,;](?=\s)", before)[-1] + " # " + re.split(r"[,;](?=\s)", after)[0]


def _operating(before: str, after: str) -> bool:
    return bool(OPERATING.search(before) or POINT_AFTER.match(after))


def _is_capacity(before: str, after: str) -> bool:
    """A size that a device has, not one that a run uses."""
    if THRESHOLD.search(before[-40:] + after[:20]) or CONFIGURED.match(after) or re.search(r"\bat [~≈]?$", before):
        return True
    if DEVICE_BEFORE.search(before):
        return True
    return bool(PART_AFTER.match(after) or PART_BEFORE.search(before)) and not CONSUMES.search(before)


def _is_share(unit: str, quantity: Quantity, before: str, after: str) -> bool:
    if unit == "x" and float(quantity.value).is_integer():
        if NAMED_COUNT.match(after) and not MEASURED_AFTER.match(after):
            return True
        if IN_BRACKETS.search(before) and after[:1] in (",", ")"):
            return True
    if unit == "%" and HIT_RATE_AFTER.match(after) and AT_HIT_RATE.search(before):
        return True
    if POPULATION.match(after) or CONFIGURED.match(after) or SUPPOSED.search(before[-60:]):
        return True
    if unit == "%" and re.search(r"\b(?:drops?|falls?|is|are|goes) (?:below|under|above|over)\s?$", before, re.I):
        return bool(re.search(r"\b(?:if|when|until|once|unless|:)", before, re.I)) or ":" in after[:20]
    return False
