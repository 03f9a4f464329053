"""Whether two claims ran on the same track. Calling two unlike claims alike is the one unforgivable error."""

from .answers import Conversion
from .catalogue import RULES, Rule
from .families import better, family
from .judge import INFER, judge
from .remarks import one_run, remarks
from .tracks import Track, group, missing, tempting, track_key
from .verdict import VARIES, WORDS, Reason, Verdict

__all__ = [
    "INFER", "RULES", "VARIES", "WORDS", "Conversion", "Reason", "Rule", "Track", "Verdict", "better", "family",
    "group", "judge", "missing", "one_run", "remarks", "tempting", "track_key",
]  # fmt: skip
