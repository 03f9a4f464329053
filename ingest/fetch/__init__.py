"""The only code that opens a socket."""

from .client import Fetched, Fetcher
from .urls import canonical, redacted

__all__ = ["Fetched", "Fetcher", "canonical", "redacted"]
