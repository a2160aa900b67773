import { sql } from 'drizzle-orm';
import type { Dialect } from '../dialect.js';
import type { SourceColumn } from '../source.js';

export const mysqlDialect: Dialect = {
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  placeholder: () => '?',
  exact(column, { type }) {
    switch (type) {
      // MySQL prints a FLOAT with six digits; as a DOUBLE it prints all it holds.
      case 'float':
        return sql`(${column} + 0e0)`;
      case 'bit':
        return sql`(${column} + 0)`;
      case 'json':
        return sql`CAST(${column} AS CHAR)`;
      case 'binary':
      case 'varbinary':
      case 'tinyblob':
      case 'blob':
      case 'mediumblob':
      case 'longblob':
        return sql`HEX(${column})`;
      default:
        return column;
    }
  },
};

const DATES: Readonly<Record<string, SourceColumn['kind']>> = {
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
};
const NUMBERS = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)$/;
const BINARY = /(binary|blob)$/;

export function columnKind(type: string): SourceColumn['kind'] {
  const date = DATES[type];
  if (date) return date;
  if (NUMBERS.test(type)) return 'number';
  return BINARY.test(type) ? 'binary' : 'text';
}
