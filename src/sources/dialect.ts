import { type SQL, sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import type { SourceColumn } from './source.js';

/**
 * What differs between the SQL of the servers. Statements are written once with drizzle's `sql` template;
 * names come from the configuration and are always quoted, values are always parameters.
 */
export interface Dialect {
  quote(name: string): string;
  /** Placeholder of a parameter, counted from 0. */
  placeholder(index: number): string;
  /** The column as exact text, or as a type that the driver hands over exactly. */
  exact(column: SQL, type: SourceColumn): SQL;
}

export interface Statement {
  readonly text: string;
  readonly parameters: readonly (string | number | null)[];
}

/** drizzle's template as the text and parameters of one dialect. */
export function compile(query: SQL, dialect: Dialect): Statement {
  const { sql: text, params } = query.toQuery({
    casing: new CasingCache(),
    escapeName: (name) => dialect.quote(name),
    escapeParam: (index) => dialect.placeholder(index),
    escapeString: (value) => `'${value.replaceAll("'", "''")}'`,
  });
  return { text, parameters: params as (string | number | null)[] };
}

/** `dbo.stock`, `[my schema].[stock]`, `` `a.b` ``: the parts of a table's name, without their quotes. */
export function tableName(from: string): { schema: string | null; name: string } {
  const parts = [...from.matchAll(/\[((?:[^\]]|\]\])+)\]|`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|([^.[\]`"]+)/g)].map(
    ([, bracketed, ticked, quoted, plain]) =>
      bracketed?.replaceAll(']]', ']') ?? ticked?.replaceAll('``', '`') ?? quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  return { schema: parts.length > 1 ? parts.slice(0, -1).join('.') : null, name: parts.at(-1) ?? from };
}

export function tableOf(from: string): SQL {
  const { schema, name } = tableName(from);
  return schema === null ? sql`${sql.identifier(name)}` : sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
}
