import { readdirSync, readFileSync } from 'node:fs';
import parser from 'node-sql-parser';
import { describe, expect, test } from 'vitest';
import { insertStatement, splitBatches } from '../src/sources/sqlserver/writer.js';

const folder = (kind: string) => new URL(`../sql/${kind}/`, import.meta.url);
const scripts = (kind: string) => readdirSync(folder(kind)).sort();
const script = (kind: string, name: string) => readFileSync(new URL(name, folder(kind)), 'utf8');

/** What sqlcmd would put in for its variables. */
const withVariables = (sql: string) =>
  sql.replaceAll('$(TALLY_DATABASE)', 'erp').replaceAll('$(TALLY_PASSWORD)', 'Secret-1');

/** T-SQL that the parser does not know, and what stands in for it; the rest has to parse as it is. */
const UNKNOWN_TO_PARSER: readonly (readonly [pattern: RegExp, standIn: string])[] = [
  // The old name of the same type.
  [/\browversion\b(?= NOT NULL)/g, 'timestamp'],
  // How a key is stored.
  [/ KEY CLUSTERED /g, ' KEY '],
  // A schema as what is granted; a table is known.
  [/ON SCHEMA::/g, 'ON '],
  // Options of a database.
  [/^ALTER DATABASE \[erp\] SET ALLOW_SNAPSHOT_ISOLATION ON;$/gm, 'SELECT 1;'],
  // A view of more than one column, because the parser takes the first for all; its SELECT is parsed.
  [/^CREATE OR ALTER VIEW tally\.\w+ AS\n(?=SELECT\n)/gm, ''],
  // The shape of a JSON document.
  [/(?<=FROM OPENJSON\(@rows\)) WITH \((\[\w+\] nvarchar\(4000\) '\$\[\d+\]'(, )?)+\)$/g, ''],
];

function parse(sql: string): void {
  const known = UNKNOWN_TO_PARSER.reduce((text, [pattern, standIn]) => text.replace(pattern, standIn), sql);
  new parser.Parser().parse(known, { database: 'transactsql' });
}

describe('SQL Server', () => {
  test.each(scripts('sqlserver'))('%s is T-SQL, batch by batch', (name) => {
    for (const batch of splitBatches(withVariables(script('sqlserver', name)))) {
      expect(() => parse(batch), batch).not.toThrow();
    }
  });

  test('the loader’s statement is T-SQL', () => {
    const statement = insertStatement('dbo.StockLevel', ['StockDate', 'On ] Hand']);
    expect(statement).toBe(
      "INSERT INTO [dbo].[StockLevel] ([StockDate], [On ]] Hand]) SELECT [StockDate], [On ]] Hand] FROM OPENJSON(@rows) WITH ([StockDate] nvarchar(4000) '$[0]', [On ]] Hand] nvarchar(4000) '$[1]')",
    );
    expect(() => parse(insertStatement('dbo.StockLevel', ['StockDate', 'OnHand']))).not.toThrow();
  });

  test('a broken script would be noticed', () => {
    expect(() => parse('CREATE TABLE dbo.Product (Sku nvarchar(40) NOT NUL);')).toThrow();
  });

  test('GO ends a batch only where it is a line', () => {
    expect(splitBatches("SELECT 1\nGO\r\n\n  go  \nSELECT 'GO', 2\nGOTO x\n")).toEqual([
      'SELECT 1\n',
      "\nSELECT 'GO', 2\nGOTO x\n",
    ]);
  });
});

describe('every script', () => {
  const all = ['sqlserver', 'mysql'].flatMap((kind) => scripts(kind).map((name) => [kind, name] as const));

  test.each(all)('%s/%s says what it does, who runs it and with which client', (kind, name) => {
    const head = script(kind, name).split('\n\n')[0] ?? '';
    expect(head).toMatch(/^-- Makes /);
    expect(head).toMatch(/-- Run by /);
    expect(head).toContain(kind === 'mysql' ? 'mysql -h <host>' : 'sqlcmd -S <host>');
    expect(head).toContain(name);
  });

  test.each(all)('%s/%s holds no password', (kind, name) => {
    const given = [...script(kind, name).matchAll(/password = N?'([^']*)'/gi)];
    for (const [, password] of given) expect(['$(TALLY_PASSWORD)', '%s']).toContain(password);
  });
});
