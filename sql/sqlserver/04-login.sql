-- Makes the login with which Tally reads: the views of schema tally, and nothing else.
-- Run by an administrator, once, or again to set another password (one without a single quote):
--   sqlcmd -S <host> -d erp -U <administrator> -b -v TALLY_PASSWORD="$TALLY_PASSWORD" -i 04-login.sql

IF SUSER_ID(N'tally_reader') IS NULL
  CREATE LOGIN tally_reader WITH PASSWORD = N'$(TALLY_PASSWORD)';
ELSE
  ALTER LOGIN tally_reader WITH PASSWORD = N'$(TALLY_PASSWORD)';
GO

-- A database restored from another server knows the user, and not the login of this server.
IF DATABASE_PRINCIPAL_ID(N'tally_reader') IS NULL
  CREATE USER tally_reader FOR LOGIN tally_reader;
ELSE
  ALTER USER tally_reader WITH LOGIN = tally_reader;
GO

-- If you map a table itself instead of a view, grant that table. SELECT also shows its columns; to tell by which
-- keys and indexes it can be read, Tally needs to view its definition:
--   GRANT SELECT ON dbo.StockLevel TO tally_reader;
--   GRANT VIEW DEFINITION ON dbo.StockLevel TO tally_reader;
GRANT SELECT ON SCHEMA::tally TO tally_reader;
GO
