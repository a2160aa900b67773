-- Makes the contract: views in a schema of their own, whose columns bear the names of the model, so that
-- the configuration needs no columns. Put your own tables behind them; columns you lack may be left out.
-- Run by the owner of the database, once or again (SQL Server 2016 SP1 or later):
--   sqlcmd -S <host> -d erp -U <owner> -b -i 03-views.sql

-- Owned by dbo as the tables are, so that who may read a view needs no right on the table behind it.
IF SCHEMA_ID(N'tally') IS NULL EXEC (N'CREATE SCHEMA tally AUTHORIZATION dbo');
GO

SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

CREATE OR ALTER VIEW tally.product AS
SELECT
  Sku AS product_id,
  ProductName AS name,
  Category AS category,
  Segment AS segment,
  Division AS division,
  Variant AS variant,
  UnitPrice AS unit_price,
  RowVersion AS row_version
FROM dbo.Product;
GO

CREATE OR ALTER VIEW tally.stock AS
SELECT
  Environment AS environment,
  StockDate AS [date],
  Sku AS product_id,
  Warehouse AS warehouse,
  OnHand AS quantity,
  Demand AS demand,
  UnitCost AS unit_cost,
  RowVersion AS row_version
FROM dbo.StockLevel;
GO
