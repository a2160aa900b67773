import type { Feed } from '../model/feed.js';
import { isMapped, recodeKey } from '../model/feed.js';
import { dateFormat } from '../model/formats.js';
import { MODEL_TABLES, type ModelColumn } from '../model/shape.js';
import type { Config, FeedConfig, SourceConfig } from './schema.js';

export interface Complaint {
  /** As a person finds it in the file: `tables[1].columns.qty`. */
  readonly key: string;
  readonly rule: string;
}

/** The mappings of a configuration, and everything that the schema alone cannot see is wrong with them. */
export function feedsOf(config: Config): { feeds: readonly Feed[]; complaints: readonly Complaint[] } {
  const complaints: Complaint[] = [];
  const feeds = config.tables.map((table, index): Feed => {
    complaints.push(...complaintsOf(table, `tables[${index}]`, config));
    const { columns, environment, meaning, changed, ...rest } = table;
    const place = [table.table, table.source, table.from, environment].filter(Boolean).join(':');
    return {
      ...rest,
      id: place,
      shown: shownName(table.from, config.sources[table.source]),
      environment: environment ?? null,
      columns: columns ?? null,
      meaning: { quantity: meaning.quantity ?? 'complete', demand: meaning.demand ?? null },
      changed: changed ?? null,
    };
  });
  feeds.forEach((feed, index) => {
    if (feeds.findIndex(({ id }) => id === feed.id) < index) {
      complaints.push({
        key: `tables[${index}].from`,
        rule: `${feed.from} of ${feed.source} feeds ${feed.table} twice`,
      });
    }
  });
  return { feeds, complaints: [...complaints, ...differentMeanings(feeds)] };
}

/** Nobody reads a path in a chat; a table of a server may have slashes in its name. */
function shownName(from: string, source: SourceConfig | undefined): string {
  if (source?.type !== 'files') return from;
  return from.split(/[\\/]/).findLast((part) => part !== '') ?? from;
}

function complaintsOf(table: FeedConfig, key: string, config: Config): Complaint[] {
  const complaints: Complaint[] = [];
  const shape: Readonly<Record<string, ModelColumn>> = MODEL_TABLES[table.table];
  const known = Object.keys(shape).join(', ');
  if (!(table.source in config.sources)) {
    complaints.push({
      key: `${key}.source`,
      rule: `"${table.source}" is no source; there are ${Object.keys(config.sources).join(', ')}`,
    });
  }
  for (const part of ['columns', 'constants', 'recode', 'formats'] as const) {
    for (const column of Object.keys(table[part] ?? {})) {
      if (!(column in shape))
        complaints.push({
          key: `${key}.${part}.${column}`,
          rule: `${table.table} has no such column; it has ${known}`,
        });
    }
  }
  for (const [column, values] of Object.entries(table.recode)) {
    const said = new Map<string, string>();
    for (const [old, replacement] of Object.entries(values)) {
      const known = said.get(recodeKey(old));
      said.set(recodeKey(old), replacement);
      if (known !== undefined && known !== replacement) {
        complaints.push({
          key: `${key}.recode.${column}.${old}`,
          rule: `is ${replacement} here and ${known} in another spelling`,
        });
      }
    }
  }
  for (const [column, form] of Object.entries(table.formats)) {
    if (shape[column] && shape[column].kind !== 'date') {
      complaints.push({ key: `${key}.formats.${column}`, rule: 'only dates have a format' });
    } else if (dateFormat(form) === null) {
      complaints.push({
        key: `${key}.formats.${column}`,
        rule: `"${form}" is no form of a date; write it with YYYY, MM and DD, as in DD-MM-YYYY`,
      });
    }
  }
  complaints.push(...repeatComplaints(table, key, shape));
  if (table.table === 'stock') complaints.push(...stockComplaints(table, key));
  else if (table.environment)
    complaints.push({ key: `${key}.environment`, rule: `${table.table} belongs to no environment; only stock does` });
  if (table.columns && Object.keys(table.columns).length === 0) {
    complaints.push({
      key: `${key}.columns`,
      rule: 'maps nothing; leave it out to take the columns that bear the model’s names',
    });
  } else if (table.columns) {
    const feed = { ...table, environment: table.environment ?? null, columns: table.columns };
    for (const [column, { required }] of Object.entries(shape)) {
      if (required && column !== 'environment' && !isMapped(feed, column)) {
        complaints.push({
          key: `${key}.columns`,
          rule: `${column} is missing: ${table.table} needs it, as a column or a constant`,
        });
      }
    }
  }
  return complaints;
}

function repeatComplaints(table: FeedConfig, key: string, shape: Readonly<Record<string, ModelColumn>>): Complaint[] {
  return Object.keys(table.repeats).flatMap((name) => {
    const [dimension = '', column = ''] = name.split('.');
    const columns = dimension === 'product' || dimension === 'customer' ? MODEL_TABLES[dimension] : {};
    if (column in columns && `${dimension}_id` in shape) return [];
    return [
      {
        key: `${key}.repeats.${name}`,
        rule: 'name a column of product or customer whose id the rows have, as in product.category',
      },
    ];
  });
}

function stockComplaints(table: FeedConfig, key: string): Complaint[] {
  const complaints: Complaint[] = [];
  const column = table.columns?.environment ?? table.constants.environment;
  if (!table.environment && !column && table.columns) {
    complaints.push({
      key: `${key}.environment`,
      rule: 'stock needs it: test or production, or a column mapped to environment',
    });
  }
  if (table.environment && column) {
    complaints.push({
      key: `${key}.environment`,
      rule: 'is given twice: as environment and under columns or constants',
    });
  }
  if (!table.meaning.quantity) {
    complaints.push({
      key: `${key}.meaning.quantity`,
      rule: 'stock needs it: complete (each date is the whole state), sparse (rows only when something changed) or flow (rows add up)',
    });
  }
  if (!table.meaning.demand && table.columns && ('demand' in table.columns || 'demand' in table.constants)) {
    complaints.push({
      key: `${key}.meaning.demand`,
      rule: 'demand needs it: complete (of that date) or flow (rows add up)',
    });
  }
  return complaints;
}

/** A state of one environment cannot be compared with a sum over time of the other. */
function differentMeanings(feeds: readonly Feed[]): Complaint[] {
  const stock = feeds.filter(({ table }) => table === 'stock');
  return (['quantity', 'demand'] as const).flatMap((column) => {
    const told = stock.filter(({ meaning }) => meaning[column] !== null);
    const [first] = told;
    return told.flatMap((feed) => {
      if (!first || feed.meaning[column] === first.meaning[column]) return [];
      const rule = `all stock tables must mean the same over time; tables[${feeds.indexOf(first)}] says ${first.meaning[column]}`;
      return [{ key: `tables[${feeds.indexOf(feed)}].meaning.${column}`, rule }];
    });
  });
}
