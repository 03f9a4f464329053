"""Whether two claims ran on the same track. Calling two unlike claims alike is the one unforgivable error."""

from .judge import INFER, judge
from .rules import RULES, Rule, family
from .tracks import Track, group, missing, tempting, track_key
from .verdict import VARIES, WORDS, Reason, Verdict

__all__ = [
    "INFER", "RULES", "VARIES", "WORDS", "Reason", "Rule", "Track", "Verdict", "family", "group", "judge", "missing",
    "tempting", "track_key",
]  # fmt: skip
