"""Whether two claims ran on the same track. Calling two unlike claims alike is the one unforgivable error."""

from .answers import Conversion
from .catalogue import RULES, Rule
from .facts import size
from .families import better, family
from .judge import INFER, judge
from .nearest import Beside, Near, nearest, other_factor, units_beside
from .remarks import one_run, remarks
from .tempting import kin, tempting
from .trackkey import missing, rules_fingerprint, short_key, track_key
from .tracks import Step, Track, could_join, lineage, tracks_of
from .verdict import LIKE, VARIES, WORDS, Reason, Verdict

__all__ = [
    "INFER",
    "LIKE",
    "RULES",
    "VARIES",
    "WORDS",
    "Beside",
    "Conversion",
    "Near",
    "Reason",
    "Rule",
    "Step",
    "Track",
    "Verdict",
    "better",
    "could_join",
    "family",
    "judge",
    "kin",
    "lineage",
    "missing",
    "nearest",
    "one_run",
    "other_factor",
    "remarks",
    "rules_fingerprint",
    "short_key",
    "size",
    "tempting",
    "track_key",
    "tracks_of",
    "units_beside",
]  # fmt: skip
