"""The disclosure check: what a post leaves unsaid about its numbers, and how much it says.

It rates disclosure, never truth, and never touches a verdict. Pure: it knows no screen, no network and no database.
"""

from .catalogue import RULES, Finding, LintRule, Severity, lint
from .post import History, Post, Spot
from .score import Item, Score, disclosure

__all__ = ["RULES", "Finding", "History", "Item", "LintRule", "Post", "Score", "Severity", "Spot", "disclosure", "lint"]
