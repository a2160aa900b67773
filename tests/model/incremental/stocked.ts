import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import type { Feed } from '../../../src/model/feed.js';
import { dayFiles, historyFolder } from '../../../src/model/history/folder.js';
import { type FeedStatus, Model, type ReadResult, type RefreshEvent } from '../../../src/model/index.js';
import type { Look, Source } from '../../../src/sources/source.js';
import { temporaryFolder } from '../../support/app.js';
import type { Change } from '../../support/change.js';
import { feedOf } from '../../support/feed.js';
import type { TestTable } from '../../support/table.js';
import type { Shop } from './shops.js';

/** How the table and its mapping differ from one that has all that a refresh may wish for. */
export interface StockedOptions {
  /** Types of columns that differ, and null for those that are not there. */
  readonly columns?: Readonly<Partial<Record<Column, string | null>>>;
  /** Columns that lead an index; the key’s and those of date and stamp by default. */
  readonly indexed?: readonly Column[];
  readonly feed?: Partial<Feed>;
  readonly zone?: string;
  /** The server’s clock when all that is done, UTC. */
  readonly begins?: string;
}

type Column = 'id' | 'day' | 'sku' | 'pieces' | 'stamp';
const COLUMNS: readonly Column[] = ['id', 'day', 'sku', 'pieces', 'stamp'];

/** What came of a question. */
export interface Answer {
  /** Rows of the model: `day sku pieces`. */
  readonly stock: readonly string[];
  /** Rows that were read of the source, and how. */
  readonly read: number;
  readonly modes: readonly ReadResult['mode'][];
  readonly status: FeedStatus;
}

export interface Stocked {
  readonly table: TestTable;
  readonly feed: Feed;
  readonly model: Model;
  /** Rows like `1 09 A 5 11:00:00`: id, day of March 2026, sku, pieces, and the time of the stamp. */
  insert(...texts: readonly string[]): Promise<void>;
  update(id: string, set: Readonly<Partial<Record<Column, string | null>>>): Promise<void>;
  remove(...ids: readonly string[]): Promise<void>;
  /** Asks a question so many seconds after the last, ten unless told: rows are too old then for an answer. */
  ask(after?: number): Promise<Answer>;
  /** Asks while something else happens before the source is asked that question of the look, counted from 0, or else after the last. */
  askWhile(question: number, happens: () => Promise<void>): Promise<Answer>;
  /** So many questions at once. */
  askTogether(questions: number): Promise<readonly Answer[]>;
  /** Asks and waits no longer than so many milliseconds. */
  askBriefly(budget: number): Promise<Answer>;
  /** Compares all dates, whether that is due or not. */
  verify(): Promise<Answer>;
  /** What was asked of the table since the last time: `count`, `sums` or `rows`, `all` where it had no condition. */
  asked(): Promise<readonly string[]>;
  /** Days whose state is recorded. */
  recorded(): readonly string[];
  /** Has the server take its time with the next looks, until what this yields is called. */
  slowDown(): () => void;
  /** Puts another table of that name, or one of other columns, in the place of this one. */
  remake(texts: readonly string[], options?: Pick<StockedOptions, 'columns' | 'indexed'>): Promise<void>;
  /** Sets the server’s clock apart from ours, by so many seconds. */
  setClock(ahead: number): void;
  /** Ends the program, and begins it anew after what happens meanwhile, to the model’s file or elsewhere. */
  restart(meanwhile?: (file: string) => Promise<void>): Promise<void>;
}

const DAY = '2026-03-';
/** Seconds after which rows that have not changed are looked at no more: the overlap. */
const QUIET = 300;
let tables = 0;

/** A table of stock with these rows, and a model that has read it and found that it rests. */
export async function stocked(shop: Shop, texts: readonly string[], options: StockedOptions = {}): Promise<Stocked> {
  const { begins = '2026-03-10T12:00:00Z', zone } = options;
  const server: Server = { now: Date.parse(begins) - QUIET * 1000, ahead: 0, slow: null, happens: null };
  let table = tableOf(shop, `stock ${++tables}`, texts, options);
  await shop.create(table);
  const feed = feedFor(table, options.feed);
  const file = join(temporaryFolder(), 'tally.duckdb');
  let results: ReadResult[] = [];
  const onRefresh = (event: RefreshEvent) => {
    if (event.kind === 'loaded') results.push(event.result);
  };
  const now = () => new Date(server.now);

  const source = shop.open(zone);
  onTestFinished(() => source.close());
  const open = () =>
    Model.open(
      {
        file,
        memory: 128,
        threads: 1,
        feeds: [feed],
        timeZone: 'UTC',
        maxAge: 10_000,
        minInterval: 300_000,
        overlap: 300_000,
        verify: 3_600_000,
        now,
        onRefresh,
      },
      () => new Map([['erp', behaving(source, server)]]),
    );
  let model = await open();
  onTestFinished(() => model.close());

  const change = (...changes: readonly Change[]) => shop.change(table, ...changes);
  const answer = async (act: () => Promise<unknown>): Promise<Answer> => {
    results = [];
    await act();
    const [status] = await model.refresher.status();
    if (!status) throw new Error('No feed');
    const read = results.reduce((sum, result) => sum + result.read, 0);
    return { stock: await stockOf(model), read, modes: results.map(({ mode }) => mode), status };
  };
  /** What the first column, by which rows are told apart, holds. */
  const idOf = (text: string) => stored((Object.keys(table.columns)[0] ?? '') as Column, text) ?? '';
  const stock: Stocked = {
    get table() {
      return table;
    },
    feed,
    get model() {
      return model;
    },
    insert: (...rows) => change(...rows.map((text) => ({ insert: rowOf(text, table) }))),
    update: (id, set) =>
      change({
        update: idOf(id),
        set: Object.fromEntries(
          Object.entries(set).map(([name, value]) => [name, stored(name as Column, value ?? '-')]),
        ),
      }),
    remove: (...ids) => change(...ids.map((id) => ({ remove: idOf(id) }))),
    async ask(after = 10) {
      server.now += after * 1000;
      const asked = await answer(() => model.refresher.ensure(['stock'], 20_000));
      await model.refresher.settled();
      return asked;
    },
    async askWhile(question, happens) {
      let left = question;
      server.happens = async () => {
        if (left-- !== 0) return;
        server.happens = null;
        await happens();
      };
      const asked = await stock.ask();
      if (server.happens !== null) await happens();
      server.happens = null;
      return asked;
    },
    askTogether(questions) {
      server.now += 10_000;
      const ask = () => answer(() => model.refresher.ensure(['stock'], 20_000));
      return Promise.all(Array.from({ length: questions }, ask));
    },
    askBriefly(budget) {
      server.now += 10_000;
      return answer(() => model.refresher.ensure(['stock'], budget));
    },
    verify: () => answer(() => model.refresher.refresh(feed, 'verify')),
    asked: async () => (await shop.asked(table)).map(kindOf),
    recorded: () => dayFiles(historyFolder(file)).map(({ date }) => date),
    slowDown() {
      let release = (): void => undefined;
      server.slow = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        server.slow = null;
        release();
      };
    },
    async remake(others, changed = {}) {
      await shop.drop(table);
      table = tableOf(shop, table.name, others, { ...options, ...changed });
      await shop.create(table);
    },
    setClock(ahead) {
      server.ahead = ahead * 1000;
    },
    async restart(meanwhile) {
      await model.close();
      await meanwhile?.(file);
      model = await open();
    },
  };
  await stock.ask(0);
  await stock.ask(QUIET);
  await stock.asked();
  return stock;
}

function typesOf(shop: Shop, { columns = {} }: StockedOptions): Readonly<Record<Column, string | null>> {
  const { text, stamp } = shop.types;
  return { id: 'int', day: 'date', sku: text, pieces: 'decimal(18,4)', stamp, ...columns };
}

function tableOf(shop: Shop, name: string, texts: readonly string[], options: StockedOptions): TestTable {
  const types = typesOf(shop, options);
  const names = COLUMNS.filter((column) => types[column] !== null);
  const columns = Object.fromEntries(names.map((column) => [column, types[column] ?? '']));
  const indexed = options.indexed ?? ['day', 'stamp'];
  return {
    name,
    columns,
    rows: texts.map((text) => rowOf(text, { columns })),
    unique: names.includes('id') ? [['id']] : [],
    indexes: names.filter((column) => indexed.includes(column)).map((column) => [column]),
  };
}

function rowOf(text: string, { columns }: Pick<TestTable, 'columns'>): readonly (string | null)[] {
  const values = text.split(' ');
  return COLUMNS.filter((name) => name in columns).map((name) => stored(name, values[COLUMNS.indexOf(name)] ?? '-'));
}

function feedFor({ name, columns: types }: TestTable, changes: Partial<Feed> = {}): Feed {
  const columns = { date: 'day', product_id: 'sku', quantity: 'pieces' };
  const mapped = Object.fromEntries(Object.entries(columns).filter(([, column]) => column in types));
  return feedOf({
    from: `"${name}"`,
    columns: mapped,
    key: 'id' in types ? ['id'] : [],
    changed: 'stamp' in types ? 'stamp' : null,
    ...changes,
  });
}

/** `-` is null; two digits are a day, `09T08:00:00` is a moment of one, and a time is one of 10 March, where the column has such. */
function stored(name: Column, text: string): string | null {
  if (text === '-') return null;
  if (name === 'day' && /^\d\d(T|$)/.test(text)) return `${DAY}${text}`;
  return name === 'stamp' && /^\d\d:/.test(text) ? `${DAY}10T${text}` : text;
}

/** How the server behaves, as far as a test has a say in it. */
interface Server {
  now: number;
  ahead: number;
  slow: Promise<void> | null;
  /** Called before each question of a look. */
  happens: (() => Promise<void>) | null;
}

/** The server’s clock is asked before it is looked, as that of the real one is. */
function behaving(source: Source, server: Server): Source {
  return {
    ...source,
    async look(from, signal): Promise<Look> {
      await server.slow;
      const clock = new Date(server.now + server.ahead).toISOString().replace('Z', '000Z');
      const look = await source.look?.(from, signal);
      if (!look) throw new Error(`${source.name} cannot be looked at`);
      const asking = async <T>(question: () => Promise<T>): Promise<T> => {
        await server.happens?.();
        return question();
      };
      return {
        clock,
        consistent: look.consistent,
        settled: (columns) => look.settled(columns),
        changes: (columns, since) => asking(() => look.changes(columns, since)),
        sums: (columns, where) => asking(() => look.sums(columns, where)),
        rows: (columns, where, called) => asking(() => look.rows(columns, where, called)),
        close: () => look.close(),
      };
    },
  };
}

async function stockOf(model: Model): Promise<readonly string[]> {
  const rows = await model.query(
    sql`SELECT coalesce(right(CAST(date AS VARCHAR), 2), '-') || ' ' || product_id || ' ' || CAST(quantity AS INTEGER) AS text
      FROM stock ORDER BY ALL`,
  );
  return rows.map(({ text }) => String(text));
}

function kindOf(statement: string): string {
  const what = /BINARY_CHECKSUM|CRC32/.test(statement) ? (/\bSUM\(/.test(statement) ? 'sums' : 'rows') : 'count';
  return / WHERE /.test(statement) ? what : `${what} all`;
}
