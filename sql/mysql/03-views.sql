-- Makes the contract: views whose columns bear the names of the model, so that the configuration needs no
-- columns. Put your own tables behind them; columns you lack may be left out.
-- Run by the owner of the database, once or again:
--   mysql -h <host> -u <owner> -p erp < 03-views.sql

-- A view reads with the rights of who made it, so that who may read a view needs no right on the table behind it.
CREATE OR REPLACE SQL SECURITY DEFINER VIEW tally_product AS
SELECT
  item_code AS product_id,
  item_name AS name,
  category,
  segment,
  division,
  variant,
  unit_price,
  updated_at
FROM product;

CREATE OR REPLACE SQL SECURITY DEFINER VIEW tally_stock AS
SELECT
  environment,
  stock_date AS `date`,
  item_code AS product_id,
  site AS warehouse,
  qty_on_hand AS quantity,
  qty_demanded AS demand,
  unit_cost,
  updated_at
FROM stock_level;
