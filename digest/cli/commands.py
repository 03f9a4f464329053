"""Which command is in which module, and what it does in a line: `--help` imports none of them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """The module of this package that holds a command, and the first sentence of its help."""

    module: str
    summary: str


COMMANDS: Final = {
    "changes": Entry(
        "changing", "List edits between revisions: numbers, conditions, titles, figures, claims added or withdrawn."
    ),
    "check": Entry(
        "linting",
        "Say what posts leave unsaid about their numbers, and rate how much they disclose (never whether it is true).",
    ),
    "claims": Entry("reading", "List claims."),
    "compare": Entry("comparing", "Say whether two claims can be compared, with all reasons and what to ask for."),
    "config": Entry("configuring", "Make a config file."),
    "correct": Entry(
        "correcting", "Correct fields of a claim (FIELD= makes one not stated), undo that, or attach a note."
    ),
    "corrections": Entry("correcting", "Share corrections and notes as a reviewable TOML file."),
    "demo": Entry(
        "demonstrating", "Ingest a bundled feed and discussion into a temporary database and print the digest."
    ),
    "digest": Entry("digesting", "Print the digest of a window."),
    "doctor": Entry(
        "checking", "Check the database, the words and the sources, and say what to do about each finding."
    ),
    "export": Entry(
        "exporting",
        "Write the current claims as CSV, JSON Lines, Markdown and Parquet, feeds of them, and the watch list as OPML.",
    ),
    "extract": Entry(
        "ingesting", "Print the claims of documents, without a database; `-` reads Markdown from the standard input."
    ),
    "ingest": Entry(
        "ingesting",
        "Bring documents and their claims in: names of the watch list, files, folders, addresses; none: all that are due.",
    ),
    "reread": Entry("ingesting", "Read and annotate every kept document again; nothing is fetched, corrections stay."),
    "rules": Entry(
        "ruling", "List the rules of comparability (C) and of disclosure (D), or explain the one with CODE."
    ),
    "search": Entry("reading", "Find claims by the words of their quote, subject or title."),
    "show": Entry(
        "reading", "Show one claim: its words, where every facet comes from, its history, and its nearest neighbours."
    ),
    "sources": Entry("watching", "The watch list: what is watched, when it is due, what it found; OPML in and out."),
    "tracks": Entry("racing", "Print the groups of claims that ran on the same track, those of most publishers first."),
}
