"""Everything sametrack raises on purpose.

SametrackError
├── ReadError           bytes that are no document we know how to read
│   └── RunawayError    bytes whose reading had to be ended
├── FetchError          an address that gave nothing usable
│   ├── RefusedError    one its site's robots.txt does not want fetched
│   └── LaterError      one left for the next run
├── VocabularyError     a word table that contradicts itself
├── StoreError          a database that cannot be used
├── CorrectionError     a correction that cannot be taken
└── ClaimError          a claim whose words are not where it says, or a field that is none

A message is one line that says what happened and, where there is something to do, what.
"""


class SametrackError(Exception):
    """The root: catching it catches every failure a user can cause or mend."""


class ReadError(SametrackError):
    """The bytes are no document that can be read; the message says why."""


class RunawayError(ReadError):
    """Reading the bytes took more time or memory than is allowed and was ended."""


class FetchError(SametrackError):
    """An address gave nothing usable; the message says what happened and what to do.

    ``status`` is the answer's where there was one; ``wait_s`` the seconds the server asks to be left alone.
    """

    def __init__(self, message: str, *, status: int | None = None, wait_s: float | None = None) -> None:
        """Keep the message, and what a schedule needs beside it."""
        super().__init__(message)
        self.status, self.wait_s = status, wait_s


class RefusedError(FetchError):
    """The site's robots.txt does not want the address fetched by a program."""


class LaterError(FetchError):
    """The address is left for the next run: its site wants so long between two requests that this run has had enough."""


class VocabularyError(SametrackError):
    """A word table is malformed or contradicts itself or another."""


class StoreError(SametrackError):
    """The database cannot be opened, is not ours, is newer than this program, or cannot be written."""


class ClaimError(SametrackError):
    """A claim does not point at its words, or holds a field or value the guide does not know."""


class CorrectionError(SametrackError):
    """A correction names no field or value of the guide, contradicts another, or there is none to undo."""
