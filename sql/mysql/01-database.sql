-- Makes the database of the demo company. Skip it where you have your own.
-- Run by an administrator, once or again; SET @tally_database before it for another name than erp:
--   mysql -h <host> -u <administrator> -p < 01-database.sql

SET @tally_database = COALESCE(@tally_database, 'erp');
SET @statement = CONCAT(
  'CREATE DATABASE IF NOT EXISTS `', REPLACE(@tally_database, '`', '``'), '` ',
  'CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci');
PREPARE make_database FROM @statement;
EXECUTE make_database;
DEALLOCATE PREPARE make_database;
