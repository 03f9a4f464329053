-- A database as schema 7 left it, with one post of our own words.
PRAGMA application_id = 1398885733;
PRAGMA user_version = 7;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'sametrack','first_tables','2026-11-25 09:13:03.262878+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'sametrack','watching','2026-11-25 09:13:03.278960+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'sametrack','edits','2026-11-25 09:13:03.292113+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'sametrack','release_bounds','2026-11-25 09:13:03.300507+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'sametrack','comments','2026-11-25 09:13:03.303374+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'sametrack','tracking','2026-11-25 09:13:03.315416+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'sametrack','scale','2026-11-25 09:13:03.323933+00:00');
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, gzip BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "bodies" VALUES('ab4b2e4b6652553cf5de9fbdbbd43fd526cfd906468b8b66640e15ad1852403b',141,X'1F8B080000000000000315CC4B0E82301446E139ABF813A7580B41D30518E300A3D115907AB5A4E45ED297BA7B617626DFD9E048569E044F81698A350A85380AA3ADAA2BC37C716EB546E9FB0B8A56467588140AC505D2FC20F2DB7B8321E17433F88CC96160484E734E482E487EBB35E585A6DE2FA3249E38EEE24AACB0CD2110DB1F0E9DAAFEFE9093688D000000');
CREATE TABLE challenges (
  id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads(id) ON DELETE CASCADE, claim TEXT, kind TEXT NOT NULL,
  quote TEXT NOT NULL, author TEXT, url TEXT, said_at TEXT
, comment TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links)), parent TEXT) STRICT;
CREATE TABLE changes (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL CHECK (kind IN ('value', 'condition', 'title', 'figure', 'added', 'withdrawn')), field TEXT, claim TEXT, old TEXT, new TEXT, erratum TEXT, seen_at TEXT NOT NULL) STRICT;
CREATE TABLE claim_facets (
  claim INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  origin TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (claim, facet)
) STRICT, WITHOUT ROWID;
INSERT INTO "claim_facets" VALUES(1,'accelerator','H200','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output');
INSERT INTO "claim_facets" VALUES(1,'accelerator_count','8','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output');
INSERT INTO "claim_facets" VALUES(1,'concurrency','64','sentence','at FP8 with an output throughput of 1,500 tokens/s at concurrency 64.');
INSERT INTO "claim_facets" VALUES(1,'engine','vLLM','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output throughput');
INSERT INTO "claim_facets" VALUES(1,'model','DeepSeek-R1','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output throughput of 1,500 tokens/s at');
INSERT INTO "claim_facets" VALUES(1,'precision','FP8','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output throughput of 1,500 tokens/s at concurrency');
INSERT INTO "claim_facets" VALUES(1,'subject','On 8x H200 vLLM v0.8.4','sentence','On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output throughput of 1,500 tokens/s at concurrency 64.');
INSERT INTO "claim_facets" VALUES(1,'subject_version','0.8.4','sentence','On 8x H200 vLLM v0.8.4');
INSERT INTO "claim_facets" VALUES(1,'token_scope','output','derived','output_throughput');
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
INSERT INTO "claims" VALUES(1,'e54199891414ddac',1,1,'current',NULL,'2026-11-25T09:13:02+00:00',0,0,'On 8x H200 vLLM v0.8.4 serves DeepSeek-R1 at FP8 with an output throughput of 1,500 tokens/s at concurrency 64.','1,500 tokens/s','prose',3,NULL,1,0,111,78,92,1500.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'On 8x H200 vLLM v0.8.4','0.8.4',NULL,NULL,'vLLM','DeepSeek-R1','FP8','H200',8.0,NULL,NULL,64.0,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'paragraph 1');
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, claim TEXT NOT NULL, facet TEXT NOT NULL, value TEXT, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at TEXT NOT NULL, undoes INTEGER REFERENCES corrections(id)
) STRICT;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, author TEXT, publisher TEXT, project TEXT,
  published TEXT, kind TEXT NOT NULL, language TEXT, partial INTEGER NOT NULL DEFAULT 0, representation TEXT NOT NULL,
  first_seen TEXT NOT NULL, changed_at TEXT NOT NULL, source INTEGER REFERENCES sources(id), read_with TEXT NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,'post.md','Decode kernels, version 2',NULL,NULL,NULL,NULL,'post',NULL,0,'source','2026-11-25T09:13:02+00:00','2026-11-25T09:13:02+00:00',NULL,'3/c79ca547436060c8');
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES sources(id), url TEXT NOT NULL, final_url TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL CHECK (json_valid(headers)), fetched_at TEXT NOT NULL, body TEXT
) STRICT;
CREATE TABLE marks (name TEXT PRIMARY KEY, moment TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "marks" VALUES('track keys','b39b8dd5a65aaa70');
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
INSERT INTO "revisions" VALUES(1,1,'source','75faf87bf846e6caaad0d45ed219a415fe951c3cefd9c1bb2df62f097177b7a3','ab4b2e4b6652553cf5de9fbdbbd43fd526cfd906468b8b66640e15ad1852403b','post.md',NULL,'{}',NULL,'2026-11-25T09:13:02+00:00',X'1F8B080000000000000315CC3D0E82401445E1ADDC4C8D08040D0B20C602A3D1D25890F12A04F31E993F75F74A779AEF5C4D4BAB7762A213BE7C8644E74715542683390A9A0FF655512075DD01A9C89BBC86A74BF468C9F9424EAB73893E60776AF01EC3805EA031CC31200C4EE37358521F28B3CD7F1474A2F8B55F8855B1D1398AFD625BE7E6F6037D639FCC90000000');
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
INSERT INTO "track_keys" VALUES(1,'fec314291094c70e','b39b8dd5a65aaa70');
CREATE TABLE track_pending (claim INTEGER PRIMARY KEY) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX claims_document ON claims(document, status);
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
CREATE INDEX claims_seen ON claims(first_seen, status, document, model, metric, engine, accelerator);
CREATE INDEX claims_replaces ON claims(replaces) WHERE replaces IS NOT NULL;
CREATE VIRTUAL TABLE claims_fts USING fts5(
  quote, subject, title, tokenize = "unicode61 tokenchars '-'"
);
INSERT INTO claims_fts (rowid, quote, subject, title) SELECT c.id, c.quote, c.subject, d.title FROM claims c JOIN documents d ON d.id = c.document;
COMMIT;
