-- Makes the tables of the demo company, as a shop system may have them. Skip it where you have your own.
-- Run by the owner of the database, once or again; tables that exist are left as they are:
--   mysql -h <host> -u <owner> -p erp < 02-tables.sql

CREATE TABLE IF NOT EXISTS product (
  item_code VARCHAR(40) NOT NULL,
  item_name VARCHAR(200) NOT NULL,
  category VARCHAR(100) NULL,
  segment VARCHAR(100) NULL,
  division VARCHAR(100) NULL,
  variant VARCHAR(100) NULL,
  unit_price DECIMAL(18, 6) NULL,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (item_code),
  KEY product_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- The date leads the key, because stock is read by date. qty_on_hand may be negative: real books are.
-- updated_at is written in the time zone of the session that writes: let all of them use UTC, or declare
-- theirs as timeZone of the source. With its index, asking what changed costs no scan.
CREATE TABLE IF NOT EXISTS stock_level (
  environment VARCHAR(10) NOT NULL,
  stock_date DATE NOT NULL,
  item_code VARCHAR(40) NOT NULL,
  site VARCHAR(40) NOT NULL,
  qty_on_hand DECIMAL(18, 4) NOT NULL,
  qty_demanded DECIMAL(18, 4) NULL,
  unit_cost DECIMAL(18, 6) NULL,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (stock_date, environment, site, item_code),
  KEY stock_level_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
