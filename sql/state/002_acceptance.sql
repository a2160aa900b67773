-- Differences that somebody has accepted. Days are YYYY-MM-DD in the business time zone.

-- Ended ones stay as long as the audit, so that what was accepted when can be told. `sku` is the id as the model has it;
-- without a warehouse it is accepted everywhere, without a last day until somebody takes it back.
CREATE TABLE acceptance (
  number INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  sku TEXT NOT NULL,
  warehouse TEXT,
  until TEXT,
  reason TEXT,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT
) STRICT;

CREATE INDEX acceptance_standing ON acceptance (subject, sku) WHERE ended_at IS NULL;
