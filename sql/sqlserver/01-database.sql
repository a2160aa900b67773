-- Makes the database of the demo company. Your own database needs only the last statement.
-- Run by an administrator, once or again:
--   sqlcmd -S <host> -U <administrator> -b -v TALLY_DATABASE=erp -i 01-database.sql

IF DB_ID(N'$(TALLY_DATABASE)') IS NULL CREATE DATABASE [$(TALLY_DATABASE)];
GO

-- Lets Tally read many rows as of one moment without locking writers out.
ALTER DATABASE [$(TALLY_DATABASE)] SET ALLOW_SNAPSHOT_ISOLATION ON;
GO
