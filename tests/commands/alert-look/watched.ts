import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ofPayload, type Told } from '../../../src/alerts/told.js';
import { type App, openApp } from '../../../src/app.js';
import { createWatch, freshness, type WatchOptions } from '../../../src/commands/alert-look/index.js';
import type { Desk } from '../../../src/commands/desk.js';
import type { Alert, Claimant, Delivery, NewAlert } from '../../../src/state/index.js';
import { POSTING } from '../../../src/state/index.js';
import { plainTables, temporaryFolder, writeCompany } from '../../support/app.js';

const MINUTE = 60_000;

/** Quantities of Production by sku; Test has 100 of each. K and L are Kitchen, T and U Toys. */
export type Quantities = Readonly<Record<string, number>>;

export const EVEN: Quantities = { K: 100, L: 100, T: 100, U: 100 };

const PRODUCTS = 'product_id,name,category\nK,Kettle,Kitchen\nL,Ladle,Kitchen\nT,Truck,Toys\nU,Ukulele,Toys\n';

const TODAY = '2026-03-10';
const BEFORE = Array.from({ length: 9 }, (_, index) => `2026-03-0${index + 1}`);

const csv = (before: Quantities, today: Quantities): string =>
  ['date,product_id,warehouse,quantity', ...BEFORE.flatMap((day) => rowsOf(day, before)), ...rowsOf(TODAY, today)].join(
    '\n',
  );

const rowsOf = (day: string, quantities: Quantities): readonly string[] =>
  Object.entries(quantities).map(([sku, quantity]) => `${day},${sku},NORTH,${quantity}`);

export interface Watched {
  readonly app: App;
  readonly claimant: Claimant;
  add(question: string, terms?: Partial<NewAlert>): Promise<Alert>;
  alert(id: number): Promise<Alert>;
  /** Production becomes this today; on the nine days before it is even with Test. */
  production(today: Quantities): void;
  /** Puts a file as it is. */
  file(name: string, text: string): void;
  /** So many minutes later everything is refreshed, and the alerts are looked at. */
  later(minutes: number, options?: Partial<WatchOptions> & { readonly refresh?: boolean }): Promise<void>;
  /** All that is due, oldest first. */
  due(): Promise<readonly Delivery[]>;
  /** What is due of an alert: `crossed Kitchen -5 (was 0)`. */
  told(id: number): Promise<readonly string[]>;
  /** The desk of whoever may see that much. */
  desk(rights?: Partial<Desk['rights']>): Desk;
}

/** Tally over a small company at noon of 2026-03-10, its clock moved by hand, and alerts that are looked at. */
export async function watched(): Promise<Watched> {
  const folder = temporaryFolder();
  const settings = 'refresh: { maxAge: 1s, minInterval: 1s, every: 5m }';
  const files = {
    'product.csv': PRODUCTS,
    'test.csv': csv(EVEN, EVEN),
    'production.csv': csv(EVEN, EVEN),
  };
  const config = writeCompany(folder, { files, tables: plainTables('{ quantity: complete }'), settings });
  const clock = { now: new Date('2026-03-10T12:00:00Z') };
  const app = await openApp({ config, environment: {}, now: () => clock.now });
  onTestFinished(() => app.close());
  const { state, model } = app;
  const term = await state.leases.take(POSTING, 'here', {
    until: new Date(clock.now.getTime() + 24 * 60 * MINUTE),
  });
  if (term === null) throw new Error('Somebody else has the lease');
  const claimant: Claimant = { holder: 'here', term };
  await model.tend();
  const desk: Watched['desk'] = (rights = {}) => ({ ...app.desk, rights: { ...app.desk.rights, ...rights } });

  async function due(): Promise<readonly Delivery[]> {
    const until = new Date(clock.now.getTime() + MINUTE);
    const claimed = await state.deliveries.claim(claimant, { now: clock.now, until, most: 100 });
    const now = clock.now;
    for (const { id } of claimed) await state.deliveries.settle(id, claimant, { state: 'sent', now, error: null });
    return claimed;
  }

  return {
    app,
    claimant,
    desk,
    due,
    async add(question, terms = {}) {
      const alert = await state.alerts.add({ owner: 'U1', question, hold: 0, remind: null, channel: null, ...terms });
      if (alert === 'full') throw new Error('There are too many alerts');
      return alert;
    },
    async alert(id) {
      const alert = await state.alerts.get(id);
      if (alert === null) throw new Error(`There is no alert ${id}`);
      return alert;
    },
    production(today) {
      writeFileSync(join(folder, 'production.csv'), csv(EVEN, today));
    },
    file(name, text) {
      writeFileSync(join(folder, name), text);
    },
    async later(minutes, { refresh = true, ...options } = {}) {
      clock.now = new Date(clock.now.getTime() + minutes * MINUTE);
      if (refresh) await model.tend();
      const failures: unknown[] = [];
      const watch = createWatch({
        ...freshness({ maxAge: 1000, minInterval: 1000, every: 5 * MINUTE }),
        alerts: state.alerts,
        deliveries: state.deliveries,
        deskOf: async () => desk(),
        claimant: () => claimant,
        now: () => clock.now,
        log: { error: (...line: readonly unknown[]) => failures.push(line) },
        wake: () => undefined,
        ...options,
      });
      await watch.look();
      if (!options.log) expect(failures).toEqual([]);
    },
    async told(id) {
      const deliveries = await due();
      return deliveries
        .filter(({ kind, of }) => kind === 'alert' && of === id)
        .flatMap(({ payload }) => ofPayload(payload ?? '').events.map(said));
    },
  };
}

function said({ kind, label, now, before, base }: Told['events'][number]): string {
  const was = before === null ? '' : ` (${kind === 'recovered' ? 'at worst' : 'was'} ${plain(before)})`;
  return `${kind} ${label} ${plain(now) ?? (base === null ? 'gone' : `none, ${plain(base)}`)}${was}`;
}

const plain = (figure: string | null): string | null => figure && String(Number(figure));
