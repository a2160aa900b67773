-- The shape of each table of the model. Rows live in part.*, one table for each mapped source table, made
-- to these shapes; the views and tables of the same names in main are derived from the parts after each load.
CREATE SCHEMA shape;
CREATE SCHEMA part;

CREATE TABLE shape.product (
  product_id VARCHAR NOT NULL, name VARCHAR, category VARCHAR, segment VARCHAR, division VARCHAR,
  variant VARCHAR, unit_price DECIMAL(18,6), code VARCHAR);

CREATE TABLE shape.stock (
  environment VARCHAR NOT NULL, date DATE, product_id VARCHAR NOT NULL, warehouse VARCHAR,
  quantity DECIMAL(18,4) NOT NULL, demand DECIMAL(18,4), unit_cost DECIMAL(18,6));

CREATE TABLE shape.customer (
  customer_id VARCHAR NOT NULL, name VARCHAR, platform VARCHAR, channel VARCHAR, market VARCHAR);

CREATE TABLE shape.market (market VARCHAR NOT NULL, sub_zone VARCHAR, region VARCHAR);

CREATE TABLE shape.sales (
  date DATE NOT NULL, product_id VARCHAR NOT NULL, customer_id VARCHAR NOT NULL, quantity DECIMAL(18,4) NOT NULL);

CREATE TABLE shape.forecast (
  date DATE NOT NULL, product_id VARCHAR NOT NULL, customer_id VARCHAR NOT NULL, quantity DECIMAL(18,4) NOT NULL);

CREATE TABLE shape.gross_price (
  product_id VARCHAR NOT NULL, fiscal_year INTEGER NOT NULL, gross_price DECIMAL(18,6) NOT NULL);

CREATE TABLE shape.manufacturing_cost (
  product_id VARCHAR NOT NULL, fiscal_year INTEGER NOT NULL, manufacturing_cost DECIMAL(18,6) NOT NULL);

CREATE TABLE shape.freight_cost (
  market VARCHAR NOT NULL, fiscal_year INTEGER NOT NULL,
  freight_pct DECIMAL(18,12) NOT NULL, other_cost_pct DECIMAL(18,12) NOT NULL);

CREATE TABLE shape.pre_invoice_deduction (
  customer_id VARCHAR NOT NULL, fiscal_year INTEGER NOT NULL, discount_pct DECIMAL(18,12) NOT NULL);

CREATE TABLE shape.post_invoice_deduction (
  customer_id VARCHAR NOT NULL, product_id VARCHAR NOT NULL, date DATE NOT NULL,
  discounts_pct DECIMAL(18,12) NOT NULL, other_deductions_pct DECIMAL(18,12) NOT NULL);

-- What is known of each mapped source table. `lossy` counts rows with a decimal that had to be rounded.
CREATE TABLE feed (
  feed VARCHAR NOT NULL, model_table VARCHAR NOT NULL, source VARCHAR NOT NULL, mapping VARCHAR NOT NULL,
  as_of VARCHAR NOT NULL, duration_ms BIGINT NOT NULL, rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL,
  lossy BIGINT NOT NULL);

-- Rows that could not be read: `key` identifies the row, `value` is what stood there.
CREATE TABLE rejected_row (
  feed VARCHAR NOT NULL, source VARCHAR NOT NULL, model_table VARCHAR NOT NULL, key VARCHAR, rule VARCHAR NOT NULL,
  column_name VARCHAR, value VARCHAR);

-- What rows of a feed repeat of a dimension's text, to be held against the dimension as it stands.
CREATE TABLE repeated_text (
  feed VARCHAR NOT NULL, dimension VARCHAR NOT NULL, column_name VARCHAR NOT NULL, id VARCHAR NOT NULL,
  value VARCHAR, rows BIGINT NOT NULL);

-- The business day for which the current state was derived.
CREATE TABLE derived (today DATE NOT NULL);
