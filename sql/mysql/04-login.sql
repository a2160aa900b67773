-- Makes the login with which Tally reads: the two views, and nothing else, over TLS only.
-- Run by an administrator, once, or again to set another password. The password is a variable, so that it is
-- neither in this file nor in the list of processes:
--   { printf "SET @tally_password = '%s';\n" "$TALLY_PASSWORD"; cat 04-login.sql; } | mysql -h <host> -u <administrator> -p erp
-- A server without TLS takes the login only after SET @tally_require = 'NONE'.

SET @tally_require = COALESCE(@tally_require, 'SSL');
SET @login = CONCAT('''tally_reader''@''%'' IDENTIFIED BY ', QUOTE(@tally_password), ' REQUIRE ', @tally_require);

SET @statement = CONCAT('CREATE USER IF NOT EXISTS ', @login);
PREPARE make_login FROM @statement;
EXECUTE make_login;
DEALLOCATE PREPARE make_login;

SET @statement = CONCAT('ALTER USER ', @login);
PREPARE set_password FROM @statement;
EXECUTE set_password;
DEALLOCATE PREPARE set_password;

-- If you map a table itself instead of a view, grant that table: GRANT SELECT ON stock_level TO 'tally_reader'@'%';
GRANT SELECT ON tally_product TO 'tally_reader'@'%';
GRANT SELECT ON tally_stock TO 'tally_reader'@'%';
