"""An annotator that some documents keep busy without end; importable by name, so that workers find it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sametrack.ingest.annotate import annotate
from sametrack.store.claim import Claim
from sametrack.store.document import Document
from sametrack.store.vocabulary import Vocabulary

ENDLESS = "an endless one"


def annotate_or_hang(document: Document, vocabulary: Vocabulary) -> list[Claim]:
    if any(ENDLESS in block.text for block in document.blocks):
        time.sleep(60)
    return annotate(document, vocabulary)


def busy(told: str) -> None:
    """Write this process's number to the file ``told``, then count for ever."""
    Path(told).write_text(str(os.getpid()))
    while True:
        pass
