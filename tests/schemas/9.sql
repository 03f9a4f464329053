-- A database as schema 9 left it: one post of our own words, read three times, one cell at a time of its first row, then all;
-- a correction had been carried to the cell beside its number, and another had been lost when its words were read as before.
PRAGMA application_id = 1398885733;
PRAGMA user_version = 9;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'sametrack','first_tables','2026-11-28 13:19:21.281313+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'sametrack','watching','2026-11-28 13:19:21.286130+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'sametrack','edits','2026-11-28 13:19:21.296041+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'sametrack','release_bounds','2026-11-28 13:19:21.304653+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'sametrack','comments','2026-11-28 13:19:21.309053+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'sametrack','tracking','2026-11-28 13:19:21.312057+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'sametrack','scale','2026-11-28 13:19:21.316005+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'sametrack','robots','2026-11-28 13:19:21.319868+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'sametrack','families','2026-11-28 13:19:21.324366+00:00');
CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, gzip BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "bodies" VALUES('21cd4b3039cb3cfe3a2ec6203100aed943a9d2949ad4eefcd9f24a8485397f08',395,X'1F8B0800000000000003B54F416EC23010BCFB1523F5D24A496A8742A31E23952201A2877CC0826D894AD6ADED8090FC783650F5907BA5DD3DECCCCECCDE61499EE910E03EB0B667A56A8A1681FC91024C36D51AAE8FDF7D44745FC4E151982C455818C14E6DDC6375B09DC5A430A8EA42A9CD2F5E6A9D8D09CFBA46CB98BF5799A86B51687910B7BC4339F6BA6ECD0C5BC7DBDE7BE2084F3F3D85185E944A78E5CF568C1236A384094D336F70DF85072495F23CFF6B39BB7E58165A684F669893E9C0C29BED24A59194B2AA6EB000AAD91382ED68783C9E1CD8EDE81F025C002AA37A798B010000');
CREATE TABLE challenges (
  id INTEGER PRIMARY KEY, thread INTEGER REFERENCES threads(id) ON DELETE CASCADE, claim TEXT, kind TEXT NOT NULL,
  quote TEXT NOT NULL, author TEXT, url TEXT, said_at TEXT
, comment TEXT NOT NULL DEFAULT '', text TEXT NOT NULL DEFAULT '', links TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(links)), parent TEXT) STRICT;
CREATE TABLE changes (id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE, kind TEXT NOT NULL CHECK (kind IN ('value', 'condition', 'title', 'figure', 'added', 'withdrawn')), field TEXT, claim TEXT, old TEXT, new TEXT, erratum TEXT, seen_at TEXT NOT NULL) STRICT;
CREATE TABLE claim_facets (
  claim INTEGER NOT NULL REFERENCES claims(id) ON DELETE CASCADE, facet TEXT NOT NULL, value TEXT NOT NULL,
  origin TEXT NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (claim, facet)
) STRICT, WITHOUT ROWID;
INSERT INTO "claim_facets" VALUES(1,'accelerator','H100','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'accelerator_count','1','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'model','Llama 3.1 8B','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'subject','Beta','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(1,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(2,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(2,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(2,'concurrency','16','lead-in','Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(2,'input_tokens','1000','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(2,'metric','output_throughput','header','Output tokens/s');
INSERT INTO "claim_facets" VALUES(2,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(2,'output_tokens','200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(2,'precision','FP8','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(2,'subject','Beta 2.0','row label','Beta 2.0');
INSERT INTO "claim_facets" VALUES(2,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(3,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(3,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(3,'concurrency','16','lead-in','Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(3,'input_tokens','1000','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(3,'metric','output_throughput','header','Output tokens/s');
INSERT INTO "claim_facets" VALUES(3,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(3,'output_tokens','200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(3,'precision','FP8','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(3,'subject','Gamma 1.1','row label','Gamma 1.1');
INSERT INTO "claim_facets" VALUES(3,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(4,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(4,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(4,'concurrency','16','lead-in','Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(4,'input_tokens','1000','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(4,'metric','ttft','header','TTFT (ms)');
INSERT INTO "claim_facets" VALUES(4,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(4,'output_tokens','200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(4,'precision','FP8','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(4,'subject','Gamma 1.1','row label','Gamma 1.1');
INSERT INTO "claim_facets" VALUES(5,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(5,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(5,'metric','output_throughput','header','Output tokens/s');
INSERT INTO "claim_facets" VALUES(5,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(5,'subject','Beta 2.0','row label','Beta 2.0');
INSERT INTO "claim_facets" VALUES(5,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(6,'accelerator','H100','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(6,'accelerator_count','1','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(6,'model','Llama 3.1 8B','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(6,'subject','Beta','sentence','Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.');
INSERT INTO "claim_facets" VALUES(6,'token_scope','output','derived','output_throughput');
INSERT INTO "claim_facets" VALUES(7,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(7,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(7,'concurrency','16','lead-in','Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(7,'input_tokens','1000','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(7,'metric','ttft','header','TTFT (ms)');
INSERT INTO "claim_facets" VALUES(7,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(7,'output_tokens','200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent requests:');
INSERT INTO "claim_facets" VALUES(7,'precision','FP8','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(7,'subject','Beta 2.0','row label','Beta 2.0');
INSERT INTO "claim_facets" VALUES(8,'accelerator','H200','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(8,'accelerator_count','1','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output');
INSERT INTO "claim_facets" VALUES(8,'metric','ttft','header','TTFT (ms)');
INSERT INTO "claim_facets" VALUES(8,'model','Llama 3.1 70B','lead-in','On one H200, with Llama 3.1 70B in FP8, 1,000 input and 200 output tokens and 16 concurrent');
INSERT INTO "claim_facets" VALUES(8,'subject','Beta 2.0','row label','Beta 2.0');
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
INSERT INTO "claims" VALUES(1,'6c6831e7a8a8419c',1,1,'current',NULL,'2026-05-01T08:00:00+00:00',0,0,'Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.','1,500 output tokens/s','prose',3,NULL,1,0,64,12,33,1500.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'Beta',NULL,NULL,NULL,NULL,'Llama 3.1 8B',NULL,'H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'paragraph 1');
INSERT INTO "claims" VALUES(2,'64460fb2821e5b84',1,1,'current',NULL,'2026-05-01T08:00:00+00:00',1,0,'Beta 2.0 | 410 | 35','410','table',9,'410',3,37,56,48,51,410.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'Beta 2.0',NULL,NULL,NULL,NULL,'Llama 3.1 70B','FP8','H200',1.0,1000.0,200.0,16.0,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 3');
INSERT INTO "claims" VALUES(3,'85566e00e7377e13',1,1,'current',NULL,'2026-05-01T08:00:00+00:00',3,0,'Gamma 1.1 | 380 | 41','380','table',10,'380',3,57,77,69,72,380.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'Gamma 1.1',NULL,NULL,NULL,NULL,'Llama 3.1 70B','FP8','H200',1.0,1000.0,200.0,16.0,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 3');
INSERT INTO "claims" VALUES(4,'a20f05907b4cd03d',1,1,'current',NULL,'2026-05-01T08:00:00+00:00',4,0,'Gamma 1.1 | 380 | 41','41','table',10,'41',3,57,77,75,77,41.0,NULL,'ms','absolute','exact','ttft',NULL,NULL,'Gamma 1.1',NULL,NULL,NULL,NULL,'Llama 3.1 70B','FP8','H200',1.0,1000.0,200.0,16.0,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 3');
INSERT INTO "claims" VALUES(5,'112731ad54700ca3',1,1,'current',NULL,'2026-05-01T08:00:00+00:00',5,1,'Beta 2.0 | 410 | 35','410','table',16,'410',5,37,56,48,51,410.0,NULL,'tok/s','absolute','exact','output_throughput',NULL,NULL,'Beta 2.0',NULL,NULL,NULL,NULL,'Llama 3.1 70B',NULL,'H200',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 5');
INSERT INTO "claims" VALUES(6,'e575e1a6cbb4d735',1,1,'withdrawn','6c6831e7a8a8419c','2026-05-02T08:00:00+00:00',0,0,'Beta serves 1,500 output tokens/s on one H100 with Llama 3.1 8B.','1,500 output tokens/s','prose',3,NULL,1,0,64,12,33,1500.0,NULL,'req/s','absolute','exact','output_throughput',NULL,NULL,'Beta',NULL,NULL,NULL,NULL,'Llama 3.1 8B',NULL,'H100',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,'output',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'paragraph 1');
INSERT INTO "claims" VALUES(7,'511091df2dde2581',1,1,'current','64460fb2821e5b84','2026-05-02T08:00:00+00:00',2,0,'Beta 2.0 | 410 | 35','35','table',9,'35',3,37,56,54,56,35.0,NULL,'ms','absolute','exact','ttft',NULL,NULL,'Beta 2.0',NULL,NULL,NULL,NULL,'Llama 3.1 70B','FP8','H200',1.0,1000.0,200.0,16.0,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 3');
INSERT INTO "claims" VALUES(8,'0e91c39ad4b53c0c',1,1,'current','112731ad54700ca3','2026-05-02T08:00:00+00:00',6,1,'Beta 2.0 | 410 | 35','35','table',16,'35',5,37,56,54,56,35.0,NULL,'ms','absolute','exact','ttft',NULL,NULL,'Beta 2.0',NULL,NULL,NULL,NULL,'Llama 3.1 70B',NULL,'H200',1.0,NULL,NULL,NULL,NULL,NULL,NULL,'measured',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'table 5');
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY, claim TEXT NOT NULL, facet TEXT NOT NULL, value TEXT, why TEXT NOT NULL, who TEXT NOT NULL,
  made_at TEXT NOT NULL, undoes INTEGER REFERENCES corrections(id)
) STRICT;
INSERT INTO "corrections" VALUES(1,'64460fb2821e5b84','value','999.0','the figure says 999','reader','2026-05-01T09:00:00+00:00',NULL);
INSERT INTO "corrections" VALUES(2,'e575e1a6cbb4d735','accelerator','H200','the figure says H200','reader','2026-05-02T09:00:00+00:00',NULL);
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, author TEXT, publisher TEXT, project TEXT,
  published TEXT, kind TEXT NOT NULL, language TEXT, partial INTEGER NOT NULL DEFAULT 0, representation TEXT NOT NULL,
  first_seen TEXT NOT NULL, changed_at TEXT NOT NULL, source INTEGER REFERENCES sources(id), read_with TEXT NOT NULL
) STRICT;
INSERT INTO "documents" VALUES(1,'post.md','Kernels of May',NULL,NULL,NULL,NULL,'post',NULL,0,'source','2026-05-01T08:00:00+00:00','2026-05-03T08:00:00+00:00',NULL,'5/words 3');
CREATE TABLE fetches (
  id INTEGER PRIMARY KEY, source INTEGER REFERENCES sources(id), url TEXT NOT NULL, final_url TEXT NOT NULL,
  status INTEGER NOT NULL, headers TEXT NOT NULL CHECK (json_valid(headers)), fetched_at TEXT NOT NULL, body TEXT
) STRICT;
CREATE TABLE marks (name TEXT PRIMARY KEY, moment TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "marks" VALUES('track keys','0d0cfca41317a379');
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
INSERT INTO "revisions" VALUES(1,1,'source','f44b2f115972fd3b6e5e1621aabf5c4847902c964eb737814ee0160b5c1eedad','21cd4b3039cb3cfe3a2ec6203100aed943a9d2949ad4eefcd9f24a8485397f08','post.md',NULL,'{}',NULL,'2026-05-01T08:00:00+00:00',X'1F8B0800000000000003A58F416BC2401085FFCA23270B21EEC6AAC163A0B6608B3DE4A61E96386AA899ADBB9B8AE08F77D67ACA55180666E6F1BD37AB64418EE9E86177F832972445525230F0E4FEC843A763A560BBF0DB0504FB43EC87A26529C28796DBB909077C1E4D6B30CA348A328B8CE543912B95F6255355A261CCBF8B54F84A180D47BCE12DF2BEDB7DAB27A82DD79D73C4018E4E1DF9E067D1E88DF78D185DB1EC65BCA2AAE61506AD7F59F3FDA53C53B27DD5B18FC66B7E37AD24D29248E6E2FF1691D581E04D4BF1CD70B660BBA527CD92CD0D511B546B69010000');
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
INSERT INTO "track_keys" VALUES(1,'6f0bfa2eb77a810b','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(2,'cc17fa962c9fdc90','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(3,'cc17fa962c9fdc90','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(4,'d7a4bf8b72f78c8b','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(5,'0b96520b53896594','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(7,'d7a4bf8b72f78c8b','0d0cfca41317a379');
INSERT INTO "track_keys" VALUES(8,'3c50731a6363cf90','0d0cfca41317a379');
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
CREATE INDEX claims_seen ON claims(first_seen, status, document, model, metric, engine, accelerator);
CREATE INDEX claims_replaces ON claims(replaces) WHERE replaces IS NOT NULL;
CREATE INDEX corrections_claim ON corrections(claim);
CREATE INDEX corrections_undoes ON corrections(undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER claims_corrected AFTER INSERT ON corrections BEGIN DELETE FROM track_keys WHERE claim IN (WITH RECURSIVE family(id, uid, quote) AS (SELECT id, uid, quote FROM claims WHERE uid IN (coalesce((SELECT claim FROM corrections WHERE id = NEW.undoes), NEW.claim)) UNION SELECT c.id, c.uid, c.quote FROM family f JOIN claims c ON c.replaces = f.uid AND c.quote = f.quote) SELECT id FROM family); INSERT INTO track_pending SELECT id FROM (WITH RECURSIVE family(id, uid, quote) AS (SELECT id, uid, quote FROM claims WHERE uid IN (coalesce((SELECT claim FROM corrections WHERE id = NEW.undoes), NEW.claim)) UNION SELECT c.id, c.uid, c.quote FROM family f JOIN claims c ON c.replaces = f.uid AND c.quote = f.quote) SELECT id FROM family) WHERE id NOT IN (SELECT claim FROM track_pending); END;
CREATE VIRTUAL TABLE claims_fts USING fts5(
  quote, subject, title, tokenize = "unicode61 tokenchars '-'"
);
INSERT INTO claims_fts (rowid, quote, subject, title) SELECT c.id, c.quote, coalesce(c.subject, ''), d.title FROM claims c JOIN documents d ON d.id = c.document;
COMMIT;
