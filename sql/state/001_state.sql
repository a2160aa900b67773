-- What Tally itself remembers. Moments are milliseconds since 1970, UTC.

-- Who asked what. A person's question is kept as it was typed and as it was understood.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  id TEXT NOT NULL,
  chat TEXT NOT NULL,
  user TEXT NOT NULL,
  channel TEXT,
  public INTEGER NOT NULL,
  question TEXT NOT NULL,
  canonical TEXT,
  kpi TEXT,
  outcome TEXT NOT NULL,
  rows INTEGER,
  duration_ms INTEGER NOT NULL,
  as_of TEXT
) STRICT;

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_user ON audit (user, at);
CREATE INDEX audit_channel ON audit (channel, at);
CREATE INDEX audit_outcome ON audit (outcome, at);

-- Questions that a person wants at hand.
CREATE TABLE favourite (
  number INTEGER PRIMARY KEY,
  chat TEXT NOT NULL,
  user TEXT NOT NULL,
  question TEXT NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (chat, user, question)
) STRICT;

-- Events of a chat that were taken up: a chat delivers one again when it has not heard of it in time.
CREATE TABLE event (
  id TEXT PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX event_at ON event (at);
