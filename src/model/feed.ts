import type { SourceColumn } from '../sources/source.js';
import { type ColumnKind, columnsOf, DECIMALS, isDecimal, MODEL_TABLES, type ModelTable } from './shape.js';

export type QuantityMeaning = 'complete' | 'sparse' | 'flow';
export type DemandMeaning = 'complete' | 'flow';

/** One table of a source, mapped onto one table of the model, as the configuration says. */
export interface Feed {
  /** Unique, stable as long as the mapping names the same table. */
  readonly id: string;
  readonly table: ModelTable;
  readonly source: string;
  readonly from: string;
  /** What a chat calls it: of files without the folders that they are in. */
  readonly shown: string;
  readonly environment: 'test' | 'production' | null;
  /** Model column → source column; null maps every column that has the model's own name. */
  readonly columns: Readonly<Record<string, string>> | null;
  readonly constants: Readonly<Record<string, string>>;
  readonly recode: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly formats: Readonly<Record<string, string>>;
  readonly meaning: { readonly quantity: QuantityMeaning; readonly demand: DemandMeaning | null };
  readonly carryDays: number;
  /** `product.category` → source column: text of a dimension that the rows repeat. */
  readonly repeats: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  readonly changed: string | null;
}

/** Where one column of the model takes its value from. */
export interface Binding {
  readonly column: string;
  readonly kind: ColumnKind;
  readonly required: boolean;
  /** Place in the extracted row, a constant, or nothing. */
  readonly from: { readonly raw: number } | { readonly constant: string } | null;
  readonly recode: Readonly<Record<string, string>>;
  readonly format: string | null;
  /** The source's own type vouches for the text: a date as ISO 8601, or a number that the model's decimals hold. */
  readonly typed: boolean;
}

/** A column of the rows that repeats text of a dimension, found by the row's id of it. */
export interface Repeat {
  readonly dimension: string;
  readonly column: string;
  /** Place of the dimension's id among the bindings. */
  readonly id: number;
  readonly raw: number;
}

/** Where in an extracted row stands what tells which row of the source it is. */
export interface Origin {
  /** The source's date column; null where the table has none. */
  readonly date: number | null;
  /** The columns of the feed's `key`, in its order; empty where none is declared. */
  readonly key: readonly number[];
}

export interface BoundFeed {
  readonly feed: Feed;
  /** Columns to ask the source for, each once, in the order in which bindings, repeats and origin count them. */
  readonly extract: readonly SourceColumn[];
  readonly bindings: readonly Binding[];
  readonly repeats: readonly Repeat[];
  readonly origin: Origin;
  /** The feed's change column, which is among the extracted ones only if it is mapped as well; null: none is declared. */
  readonly changed: SourceColumn | null;
}

export interface MissingColumn {
  readonly column: string;
  /** The source column that the mapping names, null when none is mapped. */
  readonly mapped: string | null;
}

/** Fits a feed to the columns that its source really has; says which ones are missing. */
export function bind(
  feed: Feed,
  described: readonly SourceColumn[],
): BoundFeed | { missing: readonly MissingColumn[] } {
  const extract: SourceColumn[] = [];
  const missing: MissingColumn[] = [];
  const placeOf = (found: SourceColumn): number => {
    const known = extract.indexOf(found);
    return known >= 0 ? known : extract.push(found) - 1;
  };
  const bindings = columnsOf(feed.table).map(([column, { kind, required }]): Binding => {
    const common = { column, kind, required, recode: feed.recode[column] ?? {}, format: feed.formats[column] ?? null };
    const untyped = { ...common, typed: false };
    const constant = column === 'environment' ? (feed.environment ?? feed.constants[column]) : feed.constants[column];
    if (constant !== undefined) return { ...untyped, from: { constant } };
    const mapped = feed.columns === null ? column : feed.columns[column];
    const found = mapped === undefined ? undefined : findColumn(described, mapped);
    if (!found) {
      if (feed.columns !== null && mapped !== undefined) missing.push({ column, mapped });
      else if (required) missing.push({ column, mapped: null });
      return { ...untyped, from: null };
    }
    return { ...common, typed: isTyped(kind, found, common), from: { raw: placeOf(found) } };
  });
  const repeats = Object.entries(feed.repeats).flatMap(([name, mapped]): Repeat[] => {
    const [dimension = '', column = ''] = name.split('.');
    const found = findColumn(described, mapped);
    if (!found) missing.push({ column: name, mapped });
    const id = bindings.findIndex((binding) => binding.column === `${dimension}_id`);
    return found ? [{ dimension, column, id, raw: placeOf(found) }] : [];
  });
  const key = feed.key.flatMap((mapped) => {
    const found = findColumn(described, mapped);
    if (!found) missing.push({ column: 'key', mapped });
    return found ? [placeOf(found)] : [];
  });
  const changed = feed.changed === null ? null : findColumn(described, feed.changed);
  if (changed === undefined) missing.push({ column: 'changed', mapped: feed.changed });
  const day = bindings.find(({ kind }) => kind === 'date')?.from;
  const date = day && 'raw' in day ? day.raw : null;
  return missing.length > 0 || changed === undefined
    ? { missing }
    : { feed, extract, bindings, repeats, origin: { date, key }, changed };
}

function isTyped(
  kind: ColumnKind,
  source: SourceColumn,
  { recode, format }: Pick<Binding, 'recode' | 'format'>,
): boolean {
  if (format !== null || Object.keys(recode).length > 0) return false;
  if (kind === 'date') return source.kind === 'date';
  return isDecimal(kind) && source.scale !== undefined && source.scale <= DECIMALS[kind];
}

/** By its exact name, else by the only one that differs in case or outer blanks. */
export function findColumn(described: readonly SourceColumn[], name: string): SourceColumn | undefined {
  const fold = (text: string) => text.trim().toLowerCase();
  const close = described.filter((column) => fold(column.name) === fold(name));
  return described.find((column) => column.name === name) ?? (close.length === 1 ? close[0] : undefined);
}

/** How a value is compared with the ones that are recoded: without case, blanks folded. */
export const recodeKey = (value: string): string => value.trim().replace(/\s+/g, ' ').toUpperCase();

/** Whether a mapping says where a column's values come from, as far as the configuration alone can tell. */
export function isMapped(feed: Pick<Feed, 'table' | 'environment' | 'columns' | 'constants'>, column: string): boolean {
  if (column === 'environment' && feed.environment !== null) return true;
  return (
    column in feed.constants || (feed.columns === null ? column in MODEL_TABLES[feed.table] : column in feed.columns)
  );
}
