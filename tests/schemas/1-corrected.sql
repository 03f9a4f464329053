-- A database as the first release made it (schema 1), with two documents, their claims and a person's correction.
PRAGMA application_id = 1398885733;
PRAGMA user_version = 1;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
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
CREATE TABLE track_keys (
  claim INTEGER PRIMARY KEY REFERENCES claims(id) ON DELETE CASCADE, track TEXT NOT NULL, made_with TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE claims_fts USING fts5(
  quote, subject, title, tokenize = "unicode61 tokenchars '-'"
);
INSERT INTO "_sqlite_migrations" ("id", "migration_set", "name", "applied_at") VALUES (1, 'sametrack', 'first_tables', '2026-11-25 07:18:41.108366+00:00');
INSERT INTO "bodies" ("sha256", "bytes", "gzip") VALUES ('6b641dd4f6e1531433b654663b88dbf8cd70b4e7042639421baa6783079d08ba', 139, X'1F8B080000000000000345CC4B0AC2301405D079567121131DE4F192821B10C4A1836E2034B71F1A1348A574F922224ECFE0585CE75826E63A19632D762F4114A7A0E1E2B473EACF1FB778B08DB53D6319688C433F1389434DC4CA5698B16CF0D21D18E3F662432DB87B55F9ADFEBF86EFEA705B0E264464C655CC1B37D274808B000000');
INSERT INTO "bodies" ("sha256", "bytes", "gzip") VALUES ('db38cd63c5617643a5c016af5c3673849859c1ba87e6849b270f2438fd398e90', 152, X'1F8B08000000000000032D8D410AC2301444F739C5805B8949B598B50B2998A25708FA4B4BD304F243DAE35B83DB99F7660E78500AE4197140EFD27B14E2196036748D5228D6F6284A1A7901532AC4B0DE2D0E67A9715537B88CFBCB609DF2087D6C7725C799029F58D6A14EFFA2911068C55CAF30311AD96E181C674A7BEB4245A2FFFC1129BE3F14ECA498000000');
INSERT INTO "documents" ("id", "url", "title", "publisher", "kind", "partial", "representation", "first_seen", "changed_at", "read_with") VALUES (1, 'posts/CHANGELOG.md', 'Changelog', 'posts', 'changelog', 0, 'source', '2026-11-25T07:18:41+00:00', '2026-11-25T07:18:41+00:00', '1/ffd0cfeeafb3928a');
INSERT INTO "documents" ("id", "url", "title", "publisher", "kind", "partial", "representation", "first_seen", "changed_at", "read_with") VALUES (2, 'posts/kernels.md', 'Kernels of March', 'posts', 'post', 0, 'source', '2026-11-25T07:18:41+00:00', '2026-11-25T07:18:41+00:00', '1/ffd0cfeeafb3928a');
INSERT INTO "revisions" ("id", "document", "representation", "hash", "body", "name", "hints", "seen_at", "blocks") VALUES (1, 1, 'source', 'b599c590da742d6bea777f219f30bfb8c651c6e57de558674b50b32ac9831d85', '6b641dd4f6e1531433b654663b88dbf8cd70b4e7042639421baa6783079d08ba', 'posts/CHANGELOG.md', '{"title": null, "author": null, "publisher": null, "published": null, "kind": null}', '2026-11-25T07:18:41+00:00', X'1F8B080000000000000345CC4D0AC2301445E1AD5C3252B08FF7527003823874E04C1C84E6F687C60452912E5F0A8AC37306DFDD9DC69007A632B803DCDBC48B62E7D51F1B6D1BB5FDB6AFAC7DA9CF903B6E791B89C8AE446266CD4C981698B42BFAB0BC5851322EA62A5FD2FEA4FF91E7696544406298C53D3E69EE405088000000');
INSERT INTO "revisions" ("id", "document", "representation", "hash", "body", "name", "hints", "seen_at", "blocks") VALUES (2, 2, 'source', '31d4ce3ddd94efbcde9aa0d5dde6957f94bc302740337d775adb85416944e9c3', 'db38cd63c5617643a5c016af5c3673849859c1ba87e6849b270f2438fd398e90', 'posts/kernels.md', '{"title": null, "author": null, "publisher": null, "published": null, "kind": null}', '2026-11-25T07:18:41+00:00', X'1F8B08000000000000032D8D410AC2301444AF32645D625A2D66ED420AA6E85E5C04FD25A53181FC90F6F8D6D2EDCC7B334F71A314C833E280DEA6B71315C43D402FE81AA5508CE95194D4F204A6548861BCFD5A1C658DB3BAC0665C1F1AF3981DEAAA5D951C270A7C60B94F75F53F74844033A6ED0E23A391ED82C172A6B4B6366C48F49F1D91E2F503BA36DE859D000000');
INSERT INTO "claims" ("id", "uid", "document", "revision", "status", "first_seen", "position", "occurrence", "quote", "value_text", "place", "line", "block", "start", "end", "value_start", "value_end", "value", "unit", "form", "bound", "metric", "subject", "accelerator", "basis") VALUES (1, 'b8b3bc1f6eae98f4', 1, 1, 'current', '2026-11-25T07:18:41+00:00', 0, 0, 'The decode kernel is 1.3x faster on H100.', '1.3x', 'list', 7, 3, 0, 41, 21, 25, 1.3, 'x', 'ratio', 'exact', 'speed', 'decode kernel', 'H100', 'measured');
INSERT INTO "claims" ("id", "uid", "document", "revision", "status", "first_seen", "position", "occurrence", "quote", "value_text", "place", "line", "block", "start", "end", "value_start", "value_end", "value", "unit", "form", "bound", "metric", "subject", "subject_version", "engine", "model", "precision", "accelerator", "accelerator_count", "basis") VALUES (2, '7009d0b35fde3ec7', 2, 2, 'current', '2026-11-25T07:18:41+00:00', 0, 0, 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.', '1,500 tokens/s', 'prose', 3, 1, 0, 71, 56, 70, 1500.0, 'tok/s', 'absolute', 'exact', 'token_throughput', 'On 8x H200 vLLM v0.8.4', '0.8.4', 'vLLM', 'Llama 3.1 70B', 'FP8', 'H200', 8.0, 'measured');
INSERT INTO "claims" ("id", "uid", "document", "revision", "status", "first_seen", "position", "occurrence", "quote", "value_text", "place", "line", "block", "start", "end", "value_start", "value_end", "value", "unit", "form", "bound", "metric", "subject", "baseline", "accelerator", "basis") VALUES (3, 'f7d136a12919e801', 2, 2, 'current', '2026-11-25T07:18:41+00:00', 1, 0, 'On H100 the new kernel is 2.5x faster than the old kernel.', '2.5x', 'prose', 5, 2, 0, 58, 26, 30, 2.5, 'x', 'ratio', 'exact', 'speed', 'On H100 the new kernel', 'old kernel', 'H100', 'measured');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (1, 'accelerator', 'H100', 'sentence', 'The decode kernel is 1.3x faster on H100.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (1, 'subject', 'decode kernel', 'sentence', 'The decode kernel is 1.3x faster on H100.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'accelerator', 'H200', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'accelerator_count', '8', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'engine', 'vLLM', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'model', 'Llama 3.1 70B', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'precision', 'FP8', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'subject', 'On 8x H200 vLLM v0.8.4', 'sentence', 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (2, 'subject_version', '0.8.4', 'sentence', 'On 8x H200 vLLM v0.8.4');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (3, 'accelerator', 'H100', 'sentence', 'On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (3, 'baseline', 'old kernel', 'sentence', 'On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "claim_facets" ("claim", "facet", "value", "origin", "quote") VALUES (3, 'subject', 'On H100 the new kernel', 'sentence', 'On H100 the new kernel is 2.5x faster than the old kernel.');
INSERT INTO "releases" ("id", "document", "project", "version", "released", "prerelease") VALUES (1, 1, 'posts', '1.2.0', '2026-03-01', 0);
INSERT INTO "releases" ("id", "document", "project", "version", "released", "prerelease") VALUES (2, 1, 'posts', '1.1.0', '2026-02-01', 0);
INSERT INTO "release_items" ("release", "position", "kind", "text", "block") VALUES (1, 0, 'performance', 'The decode kernel is 1.3x faster on H100.', 3);
INSERT INTO "release_items" ("release", "position", "kind", "text", "block") VALUES (2, 0, 'fix', 'Fixed a leak.', 5);
INSERT INTO "corrections" ("id", "claim", "facet", "value", "why", "who", "made_at") VALUES (1, 'f7d136a12919e801', 'accelerator', 'H200', 'the figure says H200', 'reader', '2026-03-09T08:00:00+00:00');
INSERT INTO "claims_fts" ("rowid", "quote", "subject", "title") VALUES (1, 'The decode kernel is 1.3x faster on H100.', 'decode kernel', 'Changelog');
INSERT INTO "claims_fts" ("rowid", "quote", "subject", "title") VALUES (2, 'On 8x H200 vLLM v0.8.4 serves Llama 3.1 70B at FP8 with 1,500 tokens/s.', 'On 8x H200 vLLM v0.8.4', 'Kernels of March');
INSERT INTO "claims_fts" ("rowid", "quote", "subject", "title") VALUES (3, 'On H100 the new kernel is 2.5x faster than the old kernel.', 'On H100 the new kernel', 'Kernels of March');
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
