-- A database as schema 8 left it: one post of our own words, read twice, and corrected where it was read first.
PRAGMA application_id = 1398885733;
PRAGMA user_version = 8;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'sametrack','first_tables','2026-11-28 12:35:43.162974+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'sametrack','watching','2026-11-28 12:35:43.164918+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'sametrack','edits','2026-11-28 12:35:43.165492+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'sametrack','release_bounds','2026-11-28 12:35:43.166460+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'sametrack','comments','2026-11-28 12:35:43.167952+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'sametrack','tracking','2026-11-28 12:35:43.168585+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'sametrack','scale','2026-11-28 12:35:43.169151+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'sametrack','robots','2026-11-28 12:35:43.169696+00:00');
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, gzip BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "bodies" VALUES('93b72054204ba7fd7150cd26ab4d27dc354d9014e574ca3aa54433155ac6f02e',86,X'1F8B08000000000000035356F04E2DCA4BCD2956C84F53702C28CACCE1E272CC29C84854284E2D2A4B2D5630D431323050C82F2D29282D5128C9CF4ECD2BD6072ACE03A254050F43A05C79664986824F4E626EA282B19EA18285931E1700F12310F556000000');
CREATE TABLE challenges (
  id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads(id) ON DELETE CASCADE, claim TEXT, kind TEXT NOT NULL,
  quote TEXT NOT NULL, author TEXT, url TEXT, said_at TEXT
, comment TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links)), parent TEXT) STRICT;
CREATE TABLE changes (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL CHECK (kind IN ('value', 'condition', 'title', 'figure', 'added', 'withdrawn')), field TEXT, claim TEXT, old TEXT, new TEXT, erratum TEXT, seen_at TEXT NOT NULL) STRICT;
CREATE TABLE claim_facets (
  claim INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  origin TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (claim, facet)
) STRICT, WITHOUT ROWID;
INSERT INTO "claim_facets" VALUES(1,'accelerator','H100','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'accelerator_count','1','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'model','Llama 3.1 8B','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'subject','Alpha','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(2,'accelerator','H100','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(2,'accelerator_count','1','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(2,'model','Llama 3.1 8B','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(2,'subject','Alpha','sentence','Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(2,'token_scope','output','derived','output_throughput');
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
INSERT INTO "claims" VALUES(1,'4e5d626ebdfd487c',1,1,'withdrawn',NULL,'2026-04-01T08:00:00+00:00',0,0,'Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.','1,200 output tokens/s','prose',3,NULL,1,0,65,13,34,1200.0,NULL,'req/s','absolute','exact','output_throughput',NULL,NULL,'Alpha',NULL,NULL,NULL,NULL,'Llama 3.1 8B',NULL,'H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'paragraph 1');
INSERT INTO "claims" VALUES(2,'539b685b5ddb7321',1,1,'current','4e5d626ebdfd487c','2026-04-02T08:00:00+00:00',0,0,'Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.','1,200 output tokens/s','prose',3,NULL,1,0,65,13,34,1200.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'Alpha',NULL,NULL,NULL,NULL,'Llama 3.1 8B',NULL,'H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'paragraph 1');
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, claim TEXT NOT NULL, facet TEXT NOT NULL, value TEXT, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at TEXT NOT NULL, undoes INTEGER REFERENCES corrections(id)
) STRICT;
INSERT INTO "corrections" VALUES(1,'4e5d626ebdfd487c','accelerator','H200','the figure says H200','reader','2026-04-03T08:00:00+00:00',NULL);
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, author TEXT, publisher TEXT, project TEXT,
  published TEXT, kind TEXT NOT NULL, language TEXT, partial INTEGER NOT NULL DEFAULT 0, representation TEXT NOT NULL,
  first_seen TEXT NOT NULL, changed_at TEXT NOT NULL, source INTEGER REFERENCES sources(id), read_with TEXT NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,'post.md','Kernels of April',NULL,NULL,NULL,NULL,'post',NULL,0,'source','2026-04-01T08:00:00+00:00','2026-04-02T08:00:00+00:00',NULL,'4/1f943cc2c2d98afd');
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES sources(id), url TEXT NOT NULL, final_url TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL CHECK (json_valid(headers)), fetched_at TEXT NOT NULL, body TEXT
) STRICT;
CREATE TABLE marks (name TEXT PRIMARY KEY, moment TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "marks" VALUES('track keys','5261f11b11f12551');
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
INSERT INTO "revisions" VALUES(1,1,'source','bbce14f84dfe80813562ca667ab405b893e714d83a9d006316d5e15484741387','93b72054204ba7fd7150cd26ab4d27dc354d9014e574ca3aa54433155ac6f02e','post.md',NULL,'{}',NULL,'2026-04-01T08:00:00+00:00',X'1F8B08000000000000030DCABD0A80201846E15B797116D35A5A6D0AEA0EA2C1E10B2553F1A76E3FE16CCF39D84639902F881774CACE330EA67DB20685F24B058A8F5222B69A5A458D378532F43DF408ABEAF6B96AB17BF3184C42615E043B7FFA10FA8359000000');
CREATE TABLE robots (origin TEXT PRIMARY KEY, status INTEGER NOT NULL, body TEXT NOT NULL, etag TEXT, last_modified TEXT, seen_at TEXT NOT NULL, fresh_until TEXT NOT NULL) STRICT, WITHOUT ROWID;
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
INSERT INTO "track_keys" VALUES(2,'6f0bfa2eb77a810b','5261f11b11f12551');
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
