-- What Tally says without being asked. Moments are milliseconds since 1970, UTC.

-- Questions, and the digest, that are answered again and again. One with a name is of the configuration; without a
-- channel it goes to its owner's direct messages. Numbers are what people call it by, so none is given twice.
CREATE TABLE subscription (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  name TEXT UNIQUE,
  owner TEXT NOT NULL,
  question TEXT NOT NULL,
  schedule TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  channel TEXT,
  quiet TEXT NOT NULL,
  status TEXT NOT NULL,
  trouble TEXT,
  next_due INTEGER NOT NULL,
  delivered INTEGER
) STRICT;

CREATE INDEX subscription_due ON subscription (next_due, id) WHERE status = 'active';
CREATE INDEX subscription_owner ON subscription (owner);

-- What is posted once: a due time of a subscription, what an alert has found, a notice. A delivery that is over has
-- `ended_at`. One that is worked on has who claimed it, in which term of the lease, and until when that holds. `of_id` is
-- the subscription or alert. `posting_since`, `posted_in` and `posts` say that Slack may have it, where, and how often it
-- was asked to; `ts` that it has it. `record` is what was said, for comparison.
CREATE TABLE delivery (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  of_id INTEGER,
  due INTEGER NOT NULL,
  owner TEXT NOT NULL,
  channel TEXT,
  payload TEXT,
  state TEXT NOT NULL DEFAULT 'due',
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  claimed_by TEXT,
  claimed_term INTEGER,
  claimed_until INTEGER,
  posting_since INTEGER,
  posts INTEGER NOT NULL DEFAULT 0,
  posted_in TEXT,
  ts TEXT,
  files TEXT NOT NULL DEFAULT '[]',
  file_posting TEXT,
  record INTEGER,
  error TEXT,
  ended_at INTEGER
) STRICT;

-- A due time of a subscription is delivered once, whoever takes it up and how often.
CREATE UNIQUE INDEX delivery_once ON delivery (of_id, due) WHERE kind = 'subscription';
-- What is not over: in the order in which it is claimed, and of one subscription or alert.
CREATE INDEX delivery_open ON delivery (due, number) WHERE ended_at IS NULL;
CREATE INDEX delivery_open_of ON delivery (kind, of_id) WHERE ended_at IS NULL;
-- What was: of one subscription or alert, and by age, to be deleted.
CREATE INDEX delivery_of ON delivery (kind, of_id, due);
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX delivery_record ON delivery (record) WHERE record IS NOT NULL;

-- Which of several instances does what only one may do. Nobody holds it without a holder; the term grows with each.
CREATE TABLE lease (
  name TEXT PRIMARY KEY NOT NULL,
  holder TEXT,
  term INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was said once, for later comparison. The day is YYYY-MM-DD in the business time zone, the body compressed JSON.
CREATE TABLE record (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  scope TEXT NOT NULL,
  day TEXT NOT NULL,
  at INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE INDEX record_scope ON record (scope, day, at);
CREATE INDEX record_at ON record (at);

-- Questions with a threshold. `hold` and `remind` are milliseconds.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  owner TEXT NOT NULL,
  question TEXT NOT NULL,
  hold INTEGER NOT NULL,
  remind INTEGER,
  channel TEXT,
  status TEXT NOT NULL,
  trouble TEXT,
  muted_until INTEGER,
  checked INTEGER
) STRICT;

CREATE INDEX alert_owner ON alert (owner);

-- Rows of alerts that are, or were, beyond their threshold. Figures are exact text; `worst` is the farthest beyond since
-- then. `already`: it was so at the first look.
CREATE TABLE alert_row (
  alert INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  before TEXT,
  now TEXT,
  worst TEXT,
  already INTEGER NOT NULL,
  told INTEGER,
  PRIMARY KEY (alert, key)
) STRICT, WITHOUT ROWID;

-- Figures of all rows within the threshold: compressed JSON, as there may be thousands, and they are read together.
CREATE TABLE alert_seen (
  alert INTEGER PRIMARY KEY NOT NULL,
  body BLOB NOT NULL
) STRICT;
