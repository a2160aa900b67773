import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from '../../src/app.js';
import type { Desk } from '../../src/commands/desk.js';
import { type DigestOptions, makeDigest } from '../../src/commands/digest/index.js';
import { plainTables, type TestCompany } from '../support/app.js';
import { openWithClock } from './accept/apps.js';

/** Units by sku, or by sku and warehouse as `B-1 NORTH`. */
type Units = Readonly<Record<string, number>>;
type Days = Readonly<Record<string, Units>>;

const PRODUCTS = `product_id,name,category
A-1,Radio,Electronics
A-2,Lamp,Electronics
B-1,Chair,Furniture
B-2,Desk,Furniture
`;

/** What Test holds on every day: 150 of Electronics, 210 of Furniture. */
export const SAME: Units = { 'A-1': 100, 'A-2': 50, 'B-1': 200, 'B-2': 10 };

/**
 * Production on three days. In % of Test: all match; Electronics +2 %, Furniture +19.0 %; Electronics +20 %, Furniture
 * -1.0 %, and X-9, which is in no product master.
 */
export const THREE_DAYS: Days = {
  '2026-03-08': SAME,
  '2026-03-09': { ...SAME, 'A-1': 103, 'B-1': 240 },
  '2026-03-10': { ...SAME, 'A-1': 130, 'B-2': 8, 'X-9': 7 },
};

export function csvOf(days: Days): string {
  const rows = Object.entries(days).flatMap(([date, units]) =>
    Object.entries(units).map(([key, quantity]) => {
      const [sku, warehouse = 'NORTH'] = key.split(' ');
      return `${date},${sku},${warehouse},${quantity}`;
    }),
  );
  return ['date,product_id,warehouse,quantity', ...rows, ''].join('\n');
}

/** The days of `production` up to one of them. */
const upTo = (last: string, days: Days): Days =>
  Object.fromEntries(Object.entries(days).filter(([day]) => day <= last));

const testOf = (days: Days): Days => Object.fromEntries(Object.keys(days).map((day) => [day, SAME]));

export interface Drifting {
  readonly app: App;
  /** Goes on to eight o’clock, or another time, of a day whose rows have arrived. */
  on(day: string, time?: string): void;
  /** Replaces a file, or takes it away. */
  put(name: string, text: string | null): void;
  make(options?: Partial<DigestOptions>, desk?: Partial<Desk>): ReturnType<typeof makeDigest>;
}

/** Tally over a company that drifts day by day, as it is on the first of these days from `first` on. */
export async function openDrifting(
  first: string,
  { production = THREE_DAYS, files, ...company }: Partial<TestCompany> & { readonly production?: Days } = {},
): Promise<Drifting> {
  const filesOn = (day: string) => ({
    'test.csv': csvOf(testOf(upTo(day, production))),
    'production.csv': csvOf(upTo(day, production)),
  });
  const { app, clock } = await openWithClock(`${first}T08:00:00Z`, {
    settings: company.settings ?? '',
    company: {
      tables: plainTables('{ quantity: complete }'),
      files: { 'product.csv': PRODUCTS, ...filesOn(first), ...files },
      ...company,
    },
  });
  const folder = dirname(app.settings.config.model.file);
  const put = (name: string, text: string | null) =>
    text === null ? rmSync(join(folder, name)) : writeFileSync(join(folder, name), text);
  return {
    app,
    put,
    on(day, time = '08:00') {
      for (const [name, text] of Object.entries(filesOn(day))) put(name, text);
      clock.now = new Date(`${day}T${time}:00Z`);
    },
    make: (options, desk) => makeDigest({ ...app.desk, ...desk }, { record: true, ...options }),
  };
}

/** The digest that was made; anything else fails the test with what came instead. */
export async function digestOf(made: ReturnType<typeof makeDigest>) {
  const answer = await made;
  if ('mistake' in answer) throw new Error(answer.mistake.message);
  return answer;
}

/** Records once more what was recorded last, changed. */
export async function recordAgain(app: App, id: number | null, change: (body: object) => object): Promise<number> {
  const last = id === null ? null : await app.state.recorded.get(id);
  if (last === null) throw new Error('Nothing was recorded');
  const { scope, day, at, body } = last;
  return app.state.recorded.add({ scope, day, at, body: JSON.stringify(change(JSON.parse(body))) });
}
