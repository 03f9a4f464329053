-- A database as schema 6 left it, with one post of our own words.
PRAGMA application_id = 1398885733;
PRAGMA user_version = 6;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'sametrack','first_tables','2026-11-25 07:24:00.497187+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'sametrack','watching','2026-11-25 07:24:00.505911+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'sametrack','edits','2026-11-25 07:24:00.512084+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'sametrack','release_bounds','2026-11-25 07:24:00.516776+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'sametrack','comments','2026-11-25 07:24:00.521846+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'sametrack','tracking','2026-11-25 08:38:55.174503+00:00');
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, gzip BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "bodies" VALUES('1777dcfd646d33a93343e736e7a03b2ca5b61c7130adb6df5918fc0872c28bc3',167,X'1F8B08000000000000032D8D390EC2301444FB9C62245A641C22506A0A4461962B7CC14F6CC5D8C84BCCF131816EA479336F850B97D8345787532B259266382E983838B630115BB17B63A09838D496DC8278FBF82362D912A271A3E5DF49314943597A123AD1A23F80128EB77E8D59A9336629F6422230DD355741F7F5FA895DDC44F8013EA7574ED5137C1E758DA2F900C47A803BA7000000');
CREATE TABLE challenges (
  id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads(id) ON DELETE CASCADE, claim TEXT, kind TEXT NOT NULL,
  quote TEXT NOT NULL, author TEXT, url TEXT, said_at TEXT
, comment TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links)), parent TEXT) STRICT;
CREATE TABLE changes (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL CHECK (kind IN ('value', 'condition', 'title', 'figure', 'added', 'withdrawn')), field TEXT, claim TEXT, old TEXT, new TEXT, erratum TEXT, seen_at TEXT NOT NULL) STRICT;
CREATE TABLE claim_facets (
  claim INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  origin TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (claim, facet)
) STRICT, WITHOUT ROWID;
INSERT INTO "claim_facets" VALUES(1,'accelerator','H100','sentence','On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "claim_facets" VALUES(1,'accelerator_count','1','derived','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s');
INSERT INTO "claim_facets" VALUES(1,'baseline','old kernel','sentence','On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "claim_facets" VALUES(1,'subject','On H100 the new kernel','sentence','On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "claim_facets" VALUES(2,'accelerator','H100','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s');
INSERT INTO "claim_facets" VALUES(2,'accelerator_count','1','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s');
INSERT INTO "claim_facets" VALUES(2,'engine','vLLM','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s of output throughput.');
INSERT INTO "claim_facets" VALUES(2,'model','Llama 3.1 8B','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s of output');
INSERT INTO "claim_facets" VALUES(2,'precision','FP8','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s of output throughput.');
INSERT INTO "claim_facets" VALUES(2,'subject','vLLM v0.6.0','sentence','On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s of output throughput.');
INSERT INTO "claim_facets" VALUES(2,'subject_version','0.6.0','sentence','vLLM v0.6.0');
CREATE TABLE claims (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  revision INTEGER NOT NULL REFERENCES revisions(id), status TEXT NOT NULL DEFAULT 'current'
    CHECK (status IN ('current', 'withdrawn')),
  replaces TEXT, first_seen TEXT NOT NULL, position INTEGER NOT NULL, occurrence INTEGER NOT NULL,
  quote TEXT NOT NULL, value_text TEXT NOT NULL, place TEXT NOT NULL, line INTEGER, cell TEXT, block INTEGER NOT NULL,
  "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, value_start INTEGER NOT NULL, value_end INTEGER NOT NULL,
  value REAL,
  value_max REAL,
  unit TEXT,
  form TEXT,
  bound TEXT,
  metric TEXT,
  statistic TEXT,
  per TEXT,
  subject TEXT,
  subject_version TEXT,
  baseline TEXT,
  baseline_version TEXT,
  engine TEXT,
  model TEXT,
  precision TEXT,
  accelerator TEXT,
  accelerator_count REAL,
  input_tokens REAL,
  output_tokens REAL,
  concurrency REAL,
  batch_size REAL,
  request_rate REAL,
  dataset TEXT,
  basis TEXT,
  engine_version TEXT,
  serving_mode TEXT,
  phase TEXT,
  normaliser TEXT,
  token_scope TEXT,
  spec_decode TEXT,
  draft_tokens REAL,
  acceptance_length REAL,
  prefix_cache TEXT,
  cache_hit_rate REAL,
  kv_precision TEXT,
  load TEXT,
  slo TEXT,
  context_tokens REAL,
  length_distribution TEXT,
  parallelism TEXT,
  nodes REAL,
  tool TEXT,
  tool_version TEXT,
  window TEXT,
  runs REAL,
  tuning TEXT,
  quality TEXT,
  stop_rule TEXT,
  suite TEXT,
  division TEXT,
  simulated TEXT,
  locus TEXT,
  errors TEXT,
  price_basis TEXT,
  power_basis TEXT,
  setup TEXT
) STRICT;
INSERT INTO "claims" VALUES(1,'8a28a8325d4aa3d3',1,1,'current',NULL,'2026-11-25T07:24:00+00:00',0,0,'On H100 the new kernel is 2.5x faster than the old kernel.','2.5x','prose',3,NULL,1,0,58,26,30,2.5,NULL,'x','ratio','exact','speed',NULL,NULL,'On H100 the new kernel',NULL,'old kernel',NULL,NULL,NULL,NULL,'H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "claims" VALUES(2,'478a0b2e54657987',1,1,'current',NULL,'2026-11-25T07:24:00+00:00',1,0,'On a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches 2300 tokens/s of output throughput.','2300 tokens/s','prose',5,NULL,2,0,98,63,76,2300.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'vLLM v0.6.0','0.6.0',NULL,NULL,'vLLM','Llama 3.1 8B','FP8','H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, claim TEXT NOT NULL, facet TEXT NOT NULL, value TEXT, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at TEXT NOT NULL, undoes INTEGER REFERENCES corrections(id)
) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, author TEXT, publisher TEXT, project TEXT,
  published TEXT, kind TEXT NOT NULL, language TEXT, partial INTEGER NOT NULL DEFAULT 0, representation TEXT NOT NULL,
  first_seen TEXT NOT NULL, changed_at TEXT NOT NULL, source INTEGER REFERENCES sources(id), read_with TEXT NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,'speed.md','News',NULL,NULL,NULL,NULL,'post',NULL,0,'source','2026-11-25T07:24:00+00:00','2026-11-25T07:24:00+00:00',NULL,'1/5b67811987d7a51f');
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES sources(id), url TEXT NOT NULL, final_url TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL CHECK (json_valid(headers)), fetched_at TEXT NOT NULL, body TEXT
) STRICT;
CREATE TABLE marks (name TEXT PRIMARY KEY, moment TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE release_items (
  release INTEGER NOT NULL REFERENCES releases(id) ON DELETE CASCADE, position INTEGER NOT NULL, kind TEXT NOT NULL,
  text TEXT NOT NULL, block INTEGER NOT NULL, PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE releases (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, project TEXT NOT NULL,
  version TEXT NOT NULL, released TEXT, prerelease INTEGER NOT NULL DEFAULT 0, first_seen TEXT NOT NULL DEFAULT '', first_block INTEGER, last_block INTEGER, UNIQUE (document, version)
) STRICT;
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  representation TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL REFERENCES bodies(sha256), name TEXT NOT NULL,
  content_type TEXT, hints TEXT NOT NULL CHECK (json_valid(hints)), fetch INTEGER REFERENCES fetches(id),
  seen_at TEXT NOT NULL, blocks BLOB NOT NULL, UNIQUE (document, representation, hash)
) STRICT;
INSERT INTO "revisions" VALUES(1,1,'source','f370b66aace7299270e781a08baf8ea8b00faffe38df656fd8e29a31a94ec635','1777dcfd646d33a93343e736e7a03b2ca5b61c7130adb6df5918fc0872c28bc3','speed.md',NULL,'{}',NULL,'2026-11-25T07:24:00+00:00',X'1F8B08000000000000032D8DCB0EC22014447F65C2BA416AA3E9DA8571818FBD7171A3B78514C1006DFD7C51BB9B64CECCB98A13CF495410678F43AD14B261789E3170F4EC6013D672F3464729732C2DF91F12DC6341E4B22624EB7BC7FF9BD96603EDE84968648D7607CAD85FDA0A93D6474C4A6EA54264BA1B2E8AE66B0E03FBB44A081DC2985F632EA618C6DE9428C5ED0360F5FDAEAC000000');
CREATE TABLE source_items (source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE, url TEXT NOT NULL, stamp TEXT NOT NULL, follow TEXT, etag TEXT, last_modified TEXT, first_seen TEXT NOT NULL, asked TEXT NOT NULL, arriving TEXT NOT NULL CHECK (json_valid(arriving)), PRIMARY KEY (source, url)) STRICT, WITHOUT ROWID;
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, project TEXT, title TEXT,
  etag TEXT, last_modified TEXT, last_success TEXT, last_error TEXT, failures INTEGER NOT NULL DEFAULT 0, next_due TEXT
, asked TEXT, body_sha TEXT, moved_to TEXT) STRICT;
CREATE TABLE threads (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL UNIQUE REFERENCES documents(id) ON DELETE CASCADE,
  about TEXT, comments INTEGER NOT NULL DEFAULT 0, links TEXT NOT NULL CHECK (json_valid(links))
) STRICT;
CREATE TABLE track_keys (
  claim INTEGER PRIMARY KEY REFERENCES claims(id) ON DELETE CASCADE, track TEXT NOT NULL, made_with TEXT NOT NULL
) STRICT;
CREATE TABLE track_pending (claim INTEGER PRIMARY KEY) STRICT;
INSERT INTO "track_pending" VALUES(1);
INSERT INTO "track_pending" VALUES(2);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX claims_document ON claims(document, status);
CREATE INDEX claims_first_seen ON claims(first_seen);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER corrections_kept BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE VIEW claims_readable AS
  SELECT c.uid, d.publisher, d.title, c.subject, c.metric, c.value_text, c.value, c.unit, c.form, c.bound, c.engine,
    c.model, c.precision, c.accelerator, c.accelerator_count, c.input_tokens, c.output_tokens, c.concurrency,
    c.batch_size, c.baseline, c.quote, d.url, c.line, d.published, c.first_seen, c.status
  FROM claims c JOIN documents d ON d.id = c.document;
CREATE VIEW tracks AS
  SELECT k.track, COUNT(*) AS claims, COUNT(DISTINCT d.publisher) AS publishers, GROUP_CONCAT(c.uid, ' ') AS uids
  FROM track_keys k JOIN claims c ON c.id = k.claim JOIN documents d ON d.id = c.document
  WHERE c.status = 'current' GROUP BY k.track HAVING COUNT(*) > 1;
CREATE INDEX documents_source ON documents(source);
CREATE INDEX changes_seen ON changes(seen_at);
CREATE INDEX changes_claim ON changes(claim);
CREATE INDEX challenges_thread ON challenges(thread);
CREATE INDEX track_keys_track ON track_keys(track, claim);
CREATE INDEX claims_model ON claims(model, first_seen);
CREATE TRIGGER claims_new AFTER INSERT ON claims BEGIN INSERT INTO track_pending SELECT NEW.id WHERE NEW.id NOT IN (SELECT claim FROM track_pending); END;
CREATE TRIGGER claims_changed AFTER UPDATE ON claims BEGIN DELETE FROM track_keys WHERE claim = OLD.id; INSERT INTO track_pending SELECT NEW.id WHERE NEW.id NOT IN (SELECT claim FROM track_pending); END;
CREATE TRIGGER claims_gone AFTER DELETE ON claims BEGIN DELETE FROM track_keys WHERE claim = OLD.id; DELETE FROM track_pending WHERE claim = OLD.id; END;
CREATE TRIGGER claims_corrected AFTER INSERT ON corrections BEGIN DELETE FROM track_keys WHERE claim IN (SELECT id FROM claims WHERE uid = NEW.claim); INSERT INTO track_pending SELECT id FROM claims WHERE uid = NEW.claim AND id NOT IN (SELECT claim FROM track_pending); END;
CREATE VIRTUAL TABLE claims_fts USING fts5(
  quote, subject, title, tokenize = "unicode61 tokenchars '-'"
);
INSERT INTO claims_fts (rowid, quote, subject, title) SELECT c.id, c.quote, c.subject, d.title FROM claims c JOIN documents d ON d.id = c.document;
COMMIT;
