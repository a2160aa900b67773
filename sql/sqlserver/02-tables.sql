-- Makes the tables of the demo company, as an ERP system may have them. Skip it where you have your own.
-- Run by the owner of the database, once or again; tables that exist are left as they are:
--   sqlcmd -S <host> -d erp -U <owner> -b -i 02-tables.sql

SET ANSI_NULLS ON;
SET QUOTED_IDENTIFIER ON;
GO

IF OBJECT_ID(N'dbo.Product', N'U') IS NULL
CREATE TABLE dbo.Product (
  Sku nvarchar(40) NOT NULL,
  ProductName nvarchar(200) NOT NULL,
  Category nvarchar(100) NULL,
  Segment nvarchar(100) NULL,
  Division nvarchar(100) NULL,
  Variant nvarchar(100) NULL,
  UnitPrice decimal(18, 6) NULL,
  RowVersion rowversion NOT NULL,
  CONSTRAINT PK_Product PRIMARY KEY CLUSTERED (Sku)
);
GO

-- The date leads the key, because stock is read by date. OnHand may be negative: real books are.
IF OBJECT_ID(N'dbo.StockLevel', N'U') IS NULL
CREATE TABLE dbo.StockLevel (
  Environment nvarchar(10) NOT NULL,
  StockDate date NOT NULL,
  Sku nvarchar(40) NOT NULL,
  Warehouse nvarchar(40) NOT NULL,
  OnHand decimal(18, 4) NOT NULL,
  Demand decimal(18, 4) NULL,
  UnitCost decimal(18, 6) NULL,
  RowVersion rowversion NOT NULL,
  CONSTRAINT PK_StockLevel PRIMARY KEY CLUSTERED (StockDate, Environment, Warehouse, Sku),
  CONSTRAINT CK_StockLevel_Environment CHECK (Environment IN (N'test', N'production'))
);
GO

-- The server renews a rowversion at every change; with an index, asking what changed costs no scan.
IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'dbo.Product') AND name = N'IX_Product_RowVersion')
CREATE UNIQUE INDEX IX_Product_RowVersion ON dbo.Product (RowVersion);
GO

IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'dbo.StockLevel') AND name = N'IX_StockLevel_RowVersion')
CREATE UNIQUE INDEX IX_StockLevel_RowVersion ON dbo.StockLevel (RowVersion);
GO
