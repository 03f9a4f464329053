"""Comments of a thread -> challenges: what each disputes, confirms, asks or brings, and which claim and post it is about.

thread --comments--> a comment's own words --typing--> kind and the words it rests on --ties--> posts and claims
"""

from __future__ import annotations

from .comments import Comment, comments_of
from .gathering import challenges_of
from .typing import typed

__all__ = ["Comment", "challenges_of", "comments_of", "typed"]
