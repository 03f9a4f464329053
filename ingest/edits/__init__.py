"""Two revisions of one representation -> what was edited: values, conditions, titles, figures; layout raises nothing.

    old, new --texts--> sentences only one of them has, in pairs
             --facts--> conditions a sentence states
             --diff---> claims matched, and the changes with both wordings

Both revisions are read and annotated by today's extractor, so that a better extractor is never taken for an edit.
"""

from __future__ import annotations

from .diff import changes_between

__all__ = ["changes_between"]
