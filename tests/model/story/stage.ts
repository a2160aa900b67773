import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../../src/app.js';
import type { Answered } from '../../../src/commands/questions.js';
import { businessDate } from '../../../src/model/calendar.js';
import type { Model } from '../../../src/model/index.js';
import { everything } from '../mirror.js';
import type { Story, TableName, TableShape } from './story.js';

/** What a source’s configuration says of where it is. */
export type Places = Readonly<Record<'shop' | 'erp', Readonly<Record<string, unknown>>>>;

const ASKER = {
  chat: 'command line',
  user: 'test',
  groups: [],
  unknownGroups: [],
  channel: null,
  public: false,
} as const;

export const QUESTIONS = [
  'stock total by sku',
  'stock total by warehouse',
  'stock total in test',
  'stock variance by category',
  'stock variance by sku',
  'stock variance by sku in production',
  'stock availability by category',
  'stock availability in test',
  'stock compare',
  'stock distribution by category',
  'stock quality',
  'stock status',
] as const;

/** Two Tallies over the same servers: one that keeps up with them, and one after the other that has read nothing yet. */
export class Stage {
  private app: App | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'tally-story-'));

  constructor(
    private readonly story: Story,
    private readonly places: Places,
    private readonly now: () => Date,
  ) {}

  get today(): string {
    return businessDate(this.now(), 'UTC');
  }

  get model(): Model {
    return this.opened().model;
  }

  async open(): Promise<void> {
    this.app = await this.openIn(this.folder);
  }

  async restart(): Promise<void> {
    await this.opened().close();
    await this.open();
  }

  async close(): Promise<void> {
    await this.app?.close();
    rmSync(this.folder, { recursive: true });
  }

  ask(question: string): Promise<unknown> {
    return askIn(this.opened(), question);
  }

  /** What a Tally says and holds that has just read all tables. */
  async anew(questions: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'tally-story-anew-'));
    const app = await this.openIn(folder);
    try {
      const answers: unknown[] = [];
      for (const question of questions) answers.push(await askIn(app, question));
      return { answers, model: await held(app.model) };
    } finally {
      await app.close();
      rmSync(folder, { recursive: true });
    }
  }

  private opened(): App {
    if (this.app === null) throw new Error('Tally is not open');
    return this.app;
  }

  private openIn(folder: string): Promise<App> {
    const config = join(folder, 'tally.yaml');
    writeFileSync(config, JSON.stringify(configOf(this.story, this.places)));
    return openApp({ config, environment: { TALLY_LOG: process.env.TALLY_LOG ?? 'silent' }, now: this.now });
  }
}

/** Everything in a model but the days that it recorded, which no other has. */
export async function held(model: Pick<Model, 'query'>) {
  const all = await everything(model);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !/_(?:over_time|recorded|recorded_day)$/.test(name)),
  );
}

async function askIn(app: App, question: string): Promise<unknown> {
  const answered = await app.questions.ask(question, ASKER);
  if (answered.kind === 'failure') throw answered.error;
  return said(answered);
}

/** An answer without when and how it came about. */
function said({ id: _, ...answered }: Answered): unknown {
  if (answered.kind !== 'result') return answered;
  const { result } = answered;
  const asOf = result.asOf.map(({ at: _, ...rest }) => rest);
  const keys = ['table', 'environment', 'source', 'through', 'rows', 'left_out', 'from', 'error'];
  const rows = result.rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])));
  // All dates are compared after the answer, which says so because no row is young enough here.
  const notes = result.notes.filter((note) => !note.includes('still being refreshed'));
  return { ...answered, result: { ...result, asOf, notes, ...(result.kpi === 'status' ? { rows } : {}) } };
}

function configOf({ overlap, meaning, shapes }: Story, { shop, erp }: Places) {
  const limits = { connect: '10s' };
  return {
    model: { file: 'tally.duckdb', threads: 1 },
    refresh: { maxAge: '0s', budget: '60s', minInterval: '5m', verify: '1d', overlap: `${overlap}ms` },
    sources: { shop: { type: 'mysql', ...shop, limits }, erp: { type: 'sqlserver', ...erp, limits } },
    tables: [
      { table: 'product', source: 'erp', from: 'products', ...mapped('products', shapes.products) },
      ...(['test', 'production'] as const).map((environment) => ({
        table: 'stock',
        source: environment === 'test' ? 'erp' : 'shop',
        from: environment,
        environment,
        ...mapped(environment, shapes[environment]),
        meaning,
        carryDays: 5,
        repeats: { 'product.category': 'kind' },
      })),
    ],
  };
}

function mapped(name: TableName, { key, stamp, days }: TableShape) {
  const item = { product_id: 'item' };
  const stock = { ...item, warehouse: 'place', quantity: 'qty', demand: 'need', unit_cost: 'cost' };
  const columns = name === 'products' ? { ...item, name: 'place', category: 'kind', unit_price: 'cost' } : stock;
  return {
    columns: days === 'none' ? columns : { ...columns, date: 'day' },
    recode: { product_id: { 21: 'a', 22: 'A' } },
    ...(days === 'text' ? { formats: { date: 'DD-MM-YYYY' } } : {}),
    key: { none: [], id: ['id'], 'day and id': ['day', 'id'] }[key],
    ...(stamp === null ? {} : { changed: 'stamp' }),
  };
}
