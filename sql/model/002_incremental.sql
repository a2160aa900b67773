-- Rows keep what they were in their source, so that changed ones can take their place. Parts that lack it are
-- dropped when the model is opened, and read again.
DELETE FROM repeated_text;
DROP TABLE IF EXISTS stock_state;
DROP TABLE IF EXISTS stock_date;
DROP TABLE IF EXISTS warehouse;

-- What is known of each mapped source table. `lossy` counts rows with a decimal that had to be rounded. How and up to
-- where the source was read is in `mode` and what follows (src/model/mark.ts); `watermark`: JSON; `read_columns` tells
-- the columns whose checksums the ledger holds.
DROP TABLE feed;
CREATE TABLE feed (
  feed VARCHAR NOT NULL, model_table VARCHAR NOT NULL, source VARCHAR NOT NULL, mapping VARCHAR NOT NULL,
  as_of VARCHAR NOT NULL, duration_ms BIGINT NOT NULL, rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL,
  lossy BIGINT NOT NULL, mode VARCHAR, watermark VARCHAR, read_columns VARCHAR, verified_at VARCHAR, changed_at VARCHAR);

-- Rows that could not be read: `key` identifies the row for a person, `value` is what stood there. What the row was in its
-- source is kept as rows of parts keep it; `date` is what its raw date was read as.
DROP TABLE rejected_row;
CREATE TABLE rejected_row (
  feed VARCHAR NOT NULL, source VARCHAR NOT NULL, model_table VARCHAR NOT NULL, key VARCHAR, rule VARCHAR NOT NULL,
  column_name VARCHAR, value VARCHAR, raw_date VARCHAR, row_sum BIGINT, row_key UBIGINT, date DATE);

-- Sums over the rows of each feed, which a change of few rows only adds to (src/model/summary.ts).

-- Rows and checksums of each raw date as they were read, rejected ones included; null is the bucket of rows without
-- a raw date. `date`: what the raw date was read as, null where it is no date.
CREATE TABLE ledger (feed VARCHAR NOT NULL, raw_date VARCHAR, date DATE, rows BIGINT NOT NULL, sum HUGEINT NOT NULL);

CREATE TABLE stock_date (feed VARCHAR NOT NULL, source VARCHAR NOT NULL, environment VARCHAR NOT NULL, date DATE, rows BIGINT NOT NULL);

CREATE TABLE stock_warehouse (feed VARCHAR NOT NULL, warehouse VARCHAR, rows BIGINT NOT NULL);

-- Sums of each item over all its rows, of feeds whose quantity or demand is a flow (src/model/stock-rows.ts).
CREATE TABLE stock_flow (
  feed VARCHAR NOT NULL, environment VARCHAR NOT NULL, product_id VARCHAR NOT NULL, warehouse VARCHAR, rows BIGINT NOT NULL,
  quantity DECIMAL(38,4) NOT NULL, paired_rows BIGINT NOT NULL, paired_quantity DECIMAL(38,4) NOT NULL,
  paired_demand DECIMAL(38,4) NOT NULL, met DECIMAL(38,4) NOT NULL, costed_rows BIGINT NOT NULL,
  costed_quantity DECIMAL(38,4) NOT NULL, costed_value DECIMAL(38,10) NOT NULL, unit_cost_sum DECIMAL(38,6) NOT NULL);

-- Rows of a fact for each member of a dimension, `product` or `customer`, and how many of them break a rule.
CREATE TABLE fact_member (
  feed VARCHAR NOT NULL, model_table VARCHAR NOT NULL, dimension VARCHAR NOT NULL, id VARCHAR NOT NULL, rows BIGINT NOT NULL,
  negative_quantity BIGINT NOT NULL, negative_demand BIGINT NOT NULL, uncosted BIGINT NOT NULL);
