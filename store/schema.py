"""The tables, as named migrations. The database is an interface: Datasette users, scripts and checks read it.

Declared, STRICT, never grown by the order rows arrive in. Field columns of ``claims`` are generated from the noun, so
that guide, class and table cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from .claim import FIELDS, NUMERIC
from .renumbering import number_claims

if TYPE_CHECKING:
    from sqlite_utils import Migrations
    from sqlite_utils.db import Database

APPLICATION_ID: Final = 0x53614D65
"""``SaMe``: marks a file as ours."""
SCHEMA_VERSION: Final = 10
"""``user_version``: the number of migrations below; a file with a higher one was written by a newer program."""

_COLUMNS = ",\n  ".join(f"{name} {'REAL' if name in NUMERIC else 'TEXT'}" for name in FIELDS)

FIRST: Final = f"""
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, project TEXT, title TEXT,
  etag TEXT, last_modified TEXT, last_success TEXT, last_error TEXT, failures INTEGER NOT NULL DEFAULT 0, next_due TEXT
) STRICT;
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES sources(id), url TEXT NOT NULL, final_url TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL CHECK (json_valid(headers)), fetched_at TEXT NOT NULL, body TEXT
) STRICT;
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, gzip BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, author TEXT, publisher TEXT, project TEXT,
  published TEXT, kind TEXT NOT NULL, language TEXT, partial INTEGER NOT NULL DEFAULT 0, representation TEXT NOT NULL,
  first_seen TEXT NOT NULL, changed_at TEXT NOT NULL, source INTEGER REFERENCES sources(id), read_with TEXT NOT NULL
) STRICT;
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  representation TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL REFERENCES bodies(sha256), name TEXT NOT NULL,
  content_type TEXT, hints TEXT NOT NULL CHECK (json_valid(hints)), fetch INTEGER REFERENCES fetches(id),
  seen_at TEXT NOT NULL, blocks BLOB NOT NULL, UNIQUE (document, representation, hash)
) STRICT;
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  revision INTEGER NOT NULL REFERENCES revisions(id), status TEXT NOT NULL DEFAULT 'current'
    CHECK (status IN ('current', 'withdrawn')),
  replaces TEXT, first_seen TEXT NOT NULL, position INTEGER NOT NULL, occurrence INTEGER NOT NULL,
  quote TEXT NOT NULL, value_text TEXT NOT NULL, place TEXT NOT NULL, line INTEGER, cell TEXT, block INTEGER NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, value_start INTEGER NOT NULL, value_end INTEGER NOT NULL,
  {_COLUMNS}
) STRICT;
CREATE INDEX claims_document ON claims(document, status);
CREATE INDEX claims_first_seen ON claims(first_seen);
CREATE TABLE claim_facets (
  claim INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  origin TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (claim, facet)
) STRICT, WITHOUT ROWID;
CREATE TABLE releases (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, project TEXT NOT NULL,
  version TEXT NOT NULL, released TEXT, prerelease INTEGER NOT NULL DEFAULT 0, UNIQUE (document, version)
) STRICT;
CREATE TABLE release_items (
  release INTEGER NOT NULL REFERENCES releases(id) ON DELETE CASCADE, position INTEGER NOT NULL, kind TEXT NOT NULL,
  text TEXT NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE threads (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL UNIQUE REFERENCES documents(id) ON DELETE CASCADE,
  about TEXT, comments INTEGER NOT NULL DEFAULT 0, links TEXT NOT NULL CHECK (json_valid(links))
) STRICT;
CREATE TABLE challenges (
  id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads(id) ON DELETE CASCADE, claim TEXT, kind TEXT NOT NULL,
  quote TEXT NOT NULL, author TEXT, url TEXT, said_at TEXT
) STRICT;
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, claim TEXT NOT NULL, facet TEXT NOT NULL, value TEXT, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at TEXT NOT NULL, undoes INTEGER REFERENCES corrections(id)
) STRICT;
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_kept BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TABLE track_keys (
  claim INTEGER PRIMARY KEY REFERENCES claims(id) ON DELETE CASCADE, track TEXT NOT NULL, made_with TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE claims_fts USING fts5(
  quote, subject, title, tokenize = "unicode61 tokenchars '-'"
);
CREATE VIEW claims_readable AS
  SELECT c.uid, d.publisher, d.title, c.subject, c.metric, c.value_text, c.value, c.unit, c.form, c.bound, c.engine,
    c.model, c.precision, c.accelerator, c.accelerator_count, c.input_tokens, c.output_tokens, c.concurrency,
    c.batch_size, c.baseline, c.quote, d.url, c.line, d.published, c.first_seen, c.status
  FROM claims c JOIN documents d ON d.id = c.document;
CREATE VIEW tracks AS
  SELECT k.track, COUNT(*) AS claims, COUNT(DISTINCT d.publisher) AS publishers, GROUP_CONCAT(c.uid, ' ') AS uids
  FROM track_keys k JOIN claims c ON c.id = k.claim JOIN documents d ON d.id = c.document
  WHERE c.status = 'current' GROUP BY k.track HAVING COUNT(*) > 1;
"""

WATCHING: Final = (
    "ALTER TABLE sources ADD COLUMN asked TEXT",
    "ALTER TABLE sources ADD COLUMN body_sha TEXT",
    "ALTER TABLE sources ADD COLUMN moved_to TEXT",
    "CREATE TABLE source_items (source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE, url TEXT NOT NULL,"
    " stamp TEXT NOT NULL, follow TEXT, etag TEXT, last_modified TEXT, first_seen TEXT NOT NULL, asked TEXT NOT NULL,"
    " arriving TEXT NOT NULL CHECK (json_valid(arriving)), PRIMARY KEY (source, url)) STRICT, WITHOUT ROWID",
    "CREATE TABLE marks (name TEXT PRIMARY KEY, moment TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX documents_source ON documents(source)",
    "ALTER TABLE releases ADD COLUMN first_seen TEXT NOT NULL DEFAULT ''",
    "UPDATE releases SET first_seen = (SELECT first_seen FROM documents d WHERE d.id = releases.document)",
)
"""What a watch list needs: ``asked`` is the address the validators are of; an item's ``arriving`` how to read it again."""


CHANGES: Final = (
    "CREATE TABLE changes (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,"
    " kind TEXT NOT NULL CHECK (kind IN ('value', 'condition', 'title', 'figure', 'added', 'withdrawn')), field TEXT,"
    " claim TEXT, old TEXT, new TEXT, erratum TEXT, seen_at TEXT NOT NULL) STRICT",
    "CREATE INDEX changes_seen ON changes(seen_at)",
    "CREATE INDEX changes_claim ON changes(claim)",
)
"""Edits seen between two revisions of one representation; ``erratum`` is null where the edit was silent."""

RELEASE_BOUNDS: Final = (
    "ALTER TABLE releases ADD COLUMN first_block INTEGER",
    "ALTER TABLE releases ADD COLUMN last_block INTEGER",
)
"""The blocks a release spans in its document, last exclusive; unknown until the document is read again."""


COMMENTS: Final = (
    "ALTER TABLE challenges ADD COLUMN comment TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE challenges ADD COLUMN text TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE challenges ADD COLUMN links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links))",
    "ALTER TABLE challenges ADD COLUMN parent TEXT",
    "CREATE INDEX challenges_thread ON challenges(thread)",
)
"""A comment's own words and what it names; which claim it is about is found when read (``claim`` stays null)."""


_WAITS = "INSERT INTO track_pending SELECT NEW.id WHERE NEW.id NOT IN (SELECT claim FROM track_pending)"
"""Not OR IGNORE: inside a trigger the conflict policy of the statement that fired it holds."""
_CHANGED = (
    "CREATE TRIGGER claims_changed AFTER UPDATE ON claims BEGIN DELETE FROM track_keys WHERE claim = OLD.id;"
    " " + _WAITS + "; END"
)
TRACKING: Final = (
    "CREATE TABLE track_pending (claim INTEGER PRIMARY KEY) STRICT",
    "INSERT INTO track_pending SELECT id FROM claims",
    "CREATE INDEX track_keys_track ON track_keys(track, claim)",
    "CREATE INDEX claims_model ON claims(model, first_seen)",
    "CREATE TRIGGER claims_new AFTER INSERT ON claims BEGIN " + _WAITS + "; END",
    _CHANGED,
    "CREATE TRIGGER claims_gone AFTER DELETE ON claims BEGIN DELETE FROM track_keys WHERE claim = OLD.id;"
    " DELETE FROM track_pending WHERE claim = OLD.id; END",
    "CREATE TRIGGER claims_corrected AFTER INSERT ON corrections BEGIN"
    " DELETE FROM track_keys WHERE claim IN (SELECT id FROM claims WHERE uid = NEW.claim);"
    " INSERT INTO track_pending SELECT id FROM claims WHERE uid = NEW.claim"
    " AND id NOT IN (SELECT claim FROM track_pending); END",
)
"""Track keys are made when read; whatever changes a claim puts it back among those that wait."""

SCALE: Final = (
    "DROP INDEX claims_first_seen",
    "CREATE INDEX claims_seen ON claims(first_seen, status, document, model, metric, engine, accelerator)",
    "CREATE INDEX claims_replaces ON claims(replaces) WHERE replaces IS NOT NULL",
)
"""A window is counted and filtered in the index alone; a correction finds the claims it follows without a scan."""

ROBOTS: Final = (
    "CREATE TABLE robots (origin TEXT PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL, etag TEXT,"
    " last_modified TEXT, seen_at TEXT NOT NULL, fresh_until TEXT NOT NULL) STRICT, WITHOUT ROWID",
)
"""What each site's robots.txt said, until when it counts."""

_FAMILY = (
    "WITH RECURSIVE family(id, uid, quote) AS (SELECT id, uid, quote FROM claims WHERE uid IN ({}) UNION"
    " SELECT c.id, c.uid, c.quote FROM family f JOIN claims c ON c.replaces = f.uid AND c.quote = f.quote) SELECT id FROM family"
)
"""The claims that corrections of some were carried to: these, and later readings of the same words."""
_ANEW = f"DELETE FROM track_keys WHERE claim IN ({_FAMILY})"
_WAIT = f"INSERT INTO track_pending SELECT id FROM ({_FAMILY}) WHERE id NOT IN (SELECT claim FROM track_pending)"
_ALL, _SAID = (
    "SELECT claim FROM corrections",
    "coalesce((SELECT claim FROM corrections WHERE id = NEW.undoes), NEW.claim)",
)
FAMILIES: Final = (
    "CREATE INDEX corrections_claim ON corrections(claim)",
    "CREATE INDEX corrections_undoes ON corrections(undoes) WHERE undoes IS NOT NULL",
    "DROP TRIGGER claims_corrected",
    f"CREATE TRIGGER claims_corrected AFTER INSERT ON corrections BEGIN {_ANEW.format(_SAID)}; {_WAIT.format(_SAID)}; END",
    _ANEW.format(_ALL),
    _WAIT.format(_ALL),
)
"""A correction, or its undoing, makes all claims wait that it is carried to; those corrected before wait once."""

_READS_IT = "SELECT id FROM claims WHERE number {}"
_NUMBER_ANEW = f"DELETE FROM track_keys WHERE claim IN ({_READS_IT})"
_NUMBER_WAITS = f"INSERT INTO track_pending {_READS_IT} AND id NOT IN (SELECT claim FROM track_pending)"
_THE_NUMBER = "SELECT nullif(number, '') FROM claims WHERE uid = {}.claim"
_ITS, _CORRECTED = (
    "= (SELECT number FROM corrections WHERE id = NEW.id)",
    "IN (SELECT number FROM corrections)",
)
NUMBERS: Final[tuple[str | Callable[[Database], None], ...]] = (
    "ALTER TABLE claims ADD COLUMN number TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE corrections ADD COLUMN number TEXT",
    _ANEW.format(_ALL),
    _WAIT.format(_ALL),
    "DROP INDEX claims_replaces",
    "DROP INDEX corrections_claim",
    "DROP TRIGGER claims_corrected",
    "DROP TRIGGER corrections_stay",
    "DROP TRIGGER claims_changed",  # to be told its number changes no claim
    number_claims,
    _CHANGED,
    "CREATE INDEX claims_number ON claims(number)",
    f"UPDATE corrections SET number = ({_THE_NUMBER.format('corrections')})",
    "CREATE INDEX corrections_number ON corrections(number)",
    "CREATE INDEX corrections_waiting ON corrections(claim) WHERE number IS NULL",
    "CREATE TRIGGER corrections_stay BEFORE UPDATE OF id, claim, facet, value, why, who, made_at, undoes ON corrections"
    " BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END",
    "CREATE TRIGGER corrections_settled BEFORE UPDATE OF number ON corrections WHEN OLD.number IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END",
    "CREATE TRIGGER claims_corrected AFTER INSERT ON corrections BEGIN"
    f" UPDATE corrections SET number = ({_THE_NUMBER.format('NEW')}) WHERE id = NEW.id AND number IS NULL;"
    f" {_NUMBER_ANEW.format(_ITS)}; {_NUMBER_WAITS.format(_ITS)}; END",
    "CREATE TRIGGER claims_awaited AFTER INSERT ON claims BEGIN"
    " UPDATE corrections SET number = nullif(NEW.number, '') WHERE claim = NEW.uid AND number IS NULL; END",
    _NUMBER_ANEW.format(_CORRECTED),
    _NUMBER_WAITS.format(_CORRECTED),
)
"""A correction is told the number of its claim when it is made, or when the claim comes, and keeps it.

What it was carried to until then waits, too: that may have been another number.
"""


def _running(steps: Iterable[str | Callable[[Database], None]]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for step in steps:
            if callable(step):
                step(db)
            else:
                db.execute(step)

    return run


def _first_statements() -> Iterator[str]:
    for statement in FIRST.split(";\n"):
        if statement.strip() and not statement.strip().startswith("END"):
            yield statement


def migrations() -> Migrations:
    """Return the named migrations, oldest first; each runs in one transaction with the record of it."""
    from sqlite_utils import Migrations

    ours = Migrations("sametrack")
    named: tuple[tuple[str, Iterable[str | Callable[[Database], None]]], ...] = (
        ("first_tables", _first_statements()),
        ("watching", WATCHING),
        ("edits", CHANGES),
        ("release_bounds", RELEASE_BOUNDS),
        ("comments", COMMENTS),
        ("tracking", TRACKING),
        ("scale", SCALE),
        ("robots", ROBOTS),
        ("families", FAMILIES),
        ("numbers", NUMBERS),
    )
    for name, steps in named:
        ours(name=name)(_running(steps))
    return ours
