import { sql } from 'drizzle-orm';
import type { Dialect } from '../dialect.js';
import type { SourceColumn } from '../source.js';

/**
 * tedious hands a DECIMAL over as a float and a datetime2 as a JavaScript Date, so all but text is
 * converted to text on the server, by the style that keeps every digit:
 * https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
 */
export const sqlServerDialect: Dialect = {
  quote: (name) => `[${name.replaceAll(']', ']]')}]`,
  placeholder: (index) => `@p${index}`,
  exact(column, { type }) {
    switch (type) {
      case 'char':
      case 'varchar':
      case 'nchar':
      case 'nvarchar':
        return column;
      case 'money':
      case 'smallmoney':
        return sql`CONVERT(varchar(50), ${column}, 2)`;
      case 'float':
      case 'real':
        return sql`CONVERT(varchar(50), ${column}, 3)`;
      case 'date':
        return sql`CONVERT(varchar(10), ${column}, 23)`;
      case 'datetime':
      case 'datetime2':
      case 'smalldatetime':
        return sql`CONVERT(varchar(33), ${column}, 126)`;
      case 'datetimeoffset':
        return sql`CONVERT(varchar(40), ${column}, 121)`;
      case 'timestamp':
      case 'rowversion':
        return sql`CONVERT(varchar(18), CONVERT(binary(8), ${column}), 1)`;
      case 'binary':
      case 'varbinary':
        return sql`CONVERT(varchar(8000), ${column}, 1)`;
      case 'text':
      case 'ntext':
      case 'xml':
      case 'sql_variant':
        return sql`CONVERT(nvarchar(max), ${column})`;
      default:
        return sql`CONVERT(varchar(60), ${column})`;
    }
  },
};

const NUMBERS = /^(tinyint|smallint|int|bigint|bit|decimal|numeric|money|smallmoney|float|real)$/;
const DATETIMES = /^(datetime|datetime2|smalldatetime|datetimeoffset)$/;
const BINARY = /^(binary|varbinary|image|timestamp|rowversion)$/;

export function columnKind(type: string): SourceColumn['kind'] {
  if (type === 'date') return 'date';
  if (DATETIMES.test(type)) return 'datetime';
  if (NUMBERS.test(type)) return 'number';
  return BINARY.test(type) ? 'binary' : 'text';
}
