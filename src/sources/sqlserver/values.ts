import { type SQL, sql } from 'drizzle-orm';
import type { SourceColumn } from '../source.js';

/** Types that are their own name, and take their text without a style. */
const PLAIN = /^(tinyint|smallint|int|bigint|bit|money|smallmoney|float|real|uniqueidentifier)$/;
const ASCII = /^[\0-\x7f]*$/;

/** CONVERT fails at a text that is no value of the type, TRY_CONVERT makes it null, which equals nothing. */
export type Conversion = 'CONVERT' | 'TRY_CONVERT';

/**
 * A text as a value of the column's type, so that the column itself is compared and an index on it serves. What the
 * type cannot hold to the last digit is rounded down: of a DATETIME, which has steps of 1/300 s, to the last step.
 */
export function typedValue(text: string, column: SourceColumn, conversion: Conversion): SQL {
  const as = (type: string, style?: number, value = text) =>
    sql`${sql.raw(conversion)}(${sql.raw(type)}, ${value}${sql.raw(style === undefined ? '' : `, ${style}`)})`;
  const { type, scale = 10 } = column;
  if (PLAIN.test(type)) return as(type);
  switch (type) {
    case 'decimal':
    case 'numeric':
      return as(`decimal(38, ${scale})`);
    case 'date':
      return as('date', 23);
    case 'datetime':
      return as('datetime', 126, onStep(text));
    case 'smalldatetime':
      return as('smalldatetime', 126, text.replace(/(:\d\d):\d\d(\.\d+)?$/, '$1:00'));
    case 'datetime2':
      return as('datetime2(7)', 126);
    case 'datetimeoffset':
      return as('datetimeoffset(7)', 121, text.replace('T', ' '));
    case 'timestamp':
    case 'rowversion':
      return as('binary(8)', 1);
    case 'binary':
    case 'varbinary':
      return as('varbinary(8000)', 1);
    case 'char':
    case 'varchar':
      // As NVARCHAR it would keep an index on such a column from being used. Other letters may not be in its code page.
      return ASCII.test(text) ? as('varchar(8000)') : sql`${text}`;
    default:
      return sql`${text}`;
  }
}

/** `…:59.999` → `…:59.997`: steps of 1/300 s are printed with 0, 3 or 7 as their last digit. */
function onStep(text: string): string {
  return text.replace(/\.(\d+)$/, (_, digits: string) => {
    const [tenths = '0', hundredths = '0', thousandths = '0'] = digits.padEnd(3, '0');
    const last = Number(thousandths);
    return `.${tenths}${hundredths}${last < 3 ? 0 : last < 7 ? 3 : 7}`;
  });
}
