import { type Stamped, type Store, stampText, type Writer, type Written } from './stores.js';
import type { Operation, Stamp, Story, TableName, TableShape, Transaction, Values } from './story.js';

/** A row that is committed, or as a transaction sees it. */
interface Row {
  readonly id: number;
  readonly values: Values;
}

interface Change {
  readonly before: Row | null;
  after: Row | null;
  /** The moment that the change column bears because of it; infinite for a row version, which no clock gives. */
  stampedAt: number | null;
}

/** A change that is committed, and when, by the server’s clock. */
type Effect = Readonly<Change> & { readonly at: number };

export interface Open {
  commit(clock: number): Promise<void>;
  rollback(): Promise<void>;
}

/** Dates that are compared at each look, and as many of the future. */
const LATEST = 2;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A table of a server, and what of its changes a look must find. */
export class LiveTable {
  private rows: readonly Row[] = [];
  private readonly held = new Set<number>();
  private nextId = 1;
  private effects: Effect[] = [];
  /** Raw dates when it was last looked at, as far as that is known. */
  private seen: ReadonlySet<string | null> | null = new Set();

  constructor(
    readonly name: TableName,
    readonly shape: TableShape,
    private readonly store: Store,
    private readonly story: Pick<Story, 'begins' | 'large' | 'overlap'>,
  ) {}

  async create(first: readonly Values[], clock: number): Promise<void> {
    await this.store.create(this.name, this.shape);
    if (first.length === 0) return;
    const insert = { does: 'insert', rows: first, stamp: 'clock' } as const;
    const open = await this.play({ table: this.name, operations: [insert], late: 0, undone: false }, clock);
    await open.commit(clock);
  }

  /** Plays a transaction, but for its end. */
  async play({ operations }: Transaction, clock: number): Promise<Open> {
    const emptied = operations[0]?.does === 'truncate' && this.held.size === 0 && (await this.truncate(clock));
    const writer = await this.store.begin(this.name, clock);
    const turn = new Turn(
      this,
      writer,
      clock,
      this.rows.filter(({ id }) => !this.held.has(id)),
    );
    for (const operation of emptied ? operations.slice(1) : operations) await turn.play(operation);
    const touched = turn.touched();
    for (const id of touched) this.held.add(id);
    const end = async (how: 'commit' | 'rollback') => {
      await writer.end(how);
      for (const id of touched) this.held.delete(id);
    };
    return {
      rollback: () => end('rollback'),
      commit: async (at) => {
        await end('commit');
        this.commit(turn.changes, at);
      },
    };
  }

  /** Most rows that are inserted at once. */
  get most(): number {
    return this.store.most;
  }

  newId(): number {
    return this.nextId++;
  }

  /** Columns as the server is given them. */
  written({ id, values: { day, ...rest } }: Row): Written {
    const date = this.shape.days === 'none' ? {} : { day: this.rawDay(day) };
    return { id: String(id), ...date, ...rest };
  }

  stamped(stamp: Stamp, clock: number): { readonly how: Stamped; readonly at: number | null } {
    const { stamp: type } = this.shape;
    if (type === null) return { how: 'own', at: null };
    if (type === 'rowversion') return { how: 'own', at: Number.POSITIVE_INFINITY };
    const written = (moment: number) => ({ how: { text: stampText(moment, type, this.store.zone) }, at: moment });
    switch (stamp) {
      case 'clock':
        return { how: 'own', at: clock };
      case 'future':
        return written(clock + HOUR);
      case 'past':
        return written(clock - 2 * DAY);
      case 'unstamped':
        return { how: 'kept', at: null };
    }
  }

  /** Whether what happened since the last look may stay unseen until all dates are compared. */
  isSilent(today: string): boolean {
    const { large } = this.story;
    if (!large) return false;
    const { changes, dates } = this.extent;
    if (!changes && !dates) return true;
    const looked = this.lookedAt(today);
    return this.effects.some((effect) => !this.isFound(effect, looked));
  }

  /** Something looks at it while it changes, and nobody knows at which moment. */
  looking(): void {
    this.seen = null;
  }

  /** It was looked at as it is now. */
  looked(): void {
    this.effects = [];
    this.seen = new Set(this.rows.map(({ values }) => this.rawDay(values.day)));
  }

  private get extent() {
    const { key, stamp, days, indexed } = this.shape;
    const dates = days !== 'none' && indexed.day;
    return { changes: stamp !== null && indexed.stamp && (key !== 'none' || dates), dates };
  }

  private async truncate(clock: number): Promise<boolean> {
    if (!(await this.store.truncate(this.name))) return false;
    this.commit(
      this.rows.map((before) => ({ before, after: null, stampedAt: null })),
      clock,
    );
    return true;
  }

  private commit(changes: readonly Readonly<Change>[], at: number): void {
    const gone = new Set(changes.map(({ before }) => before?.id));
    const come = changes.flatMap(({ after }) => after ?? []);
    this.rows = [...this.rows.filter(({ id }) => !gone.has(id)), ...come];
    this.effects.push(...changes.map((change) => ({ ...change, at })));
  }

  private isFound({ before, after, stampedAt, at }: Effect, looked: (row: Row) => boolean): boolean {
    const stamped = after !== null && this.extent.changes && this.isWithinOverlap(stampedAt, at);
    if (before === null) return after === null || stamped || looked(after);
    if (after === null) return looked(before);
    if (this.tells(before) === this.tells(after)) return true;
    const { key } = this.shape;
    const together = key === 'none' ? this.day(before) === this.day(after) : this.key(before) === this.key(after);
    return stamped ? together || looked(before) : looked(before) && looked(after);
  }

  /**
   * Whether a look after the commit asks for stamps as low as that: those of the overlap before it, and later ones. What
   * was of the future may be older than that meanwhile, or have a lower text, where local time goes back before then.
   */
  private isWithinOverlap(stampedAt: number | null, committedAt: number): boolean {
    const { stamp: type } = this.shape;
    if (type === null || stampedAt === null) return false;
    if (type === 'rowversion') return true;
    const from = committedAt - this.story.overlap;
    if (stampedAt <= committedAt) return from <= stampedAt;
    const text = (moment: number) => stampText(moment, type, this.store.zone);
    return text(stampedAt) >= text(from);
  }

  private readonly day = ({ values }: Row): string | null => this.rawDay(values.day);

  private key(row: Row): string {
    return this.shape.key === 'id' ? String(row.id) : `${row.id} ${this.day(row)}`;
  }

  /** Everything that is read of a row. */
  private tells(row: Row): string {
    return JSON.stringify([this.shape.key === 'none' ? null : row.id, this.day(row), { ...row.values, day: null }]);
  }

  /**
   * Whether a row is of a date that is compared at each look: the latest up to today and after it, what is later still,
   * and what is no date.
   */
  private lookedAt(today: string): (row: Row) => boolean {
    const { seen } = this;
    if (!this.extent.dates || seen === null) return () => false;
    const dates = [...new Set([...seen].flatMap((raw) => dateOf(raw) ?? []))].sort();
    const latest = [
      ...dates.filter((date) => date <= today).slice(-LATEST),
      ...dates.filter((date) => date > today).slice(-LATEST),
    ];
    const [first] = latest;
    return (row) => {
      const raw = this.day(row);
      const date = dateOf(raw);
      if (seen.has(raw) && (date === null || latest.includes(date))) return true;
      return this.shape.days === 'date' && date !== null && first !== undefined && date >= first;
    };
  }

  private rawDay(day: Values['day']): string | null {
    if (this.shape.days === 'none' || day === null) return null;
    const text = this.shape.days === 'text';
    // MySQL keeps a date that is none; SQL Server never does.
    if (day === 'soon') return text ? 'soon' : this.store.zone === 'UTC' ? '0000-00-00' : null;
    const date = new Date(Date.parse(this.story.begins) + day * DAY).toISOString().slice(0, 10);
    return text ? date.split('-').reverse().join('-') : date;
  }
}

function dateOf(raw: string | null): string | null {
  if (raw === null || raw === 'soon' || raw === '0000-00-00') return null;
  return /^\d\d-/.test(raw) ? raw.split('-').reverse().join('-') : raw;
}

/** What one transaction does. */
class Turn {
  readonly changes: Change[] = [];

  constructor(
    private readonly table: LiveTable,
    private readonly writer: Writer,
    private readonly clock: number,
    private rows: readonly Row[],
  ) {}

  touched(): readonly number[] {
    return this.changes.flatMap(({ before, after }) => [before?.id ?? [], after?.id ?? []].flat());
  }

  async play(operation: Operation): Promise<void> {
    switch (operation.does) {
      case 'insert':
        return this.insert(operation.rows, operation.stamp);
      case 'bulk':
        return this.insert(
          Array.from({ length: Math.min(operation.count, this.table.most) }, () => operation.row),
          operation.stamp,
        );
      case 'duplicate':
        return this.insert(
          this.at(operation.at).map(({ values }) => values),
          operation.stamp,
        );
      case 'update':
        for (const row of this.at(operation.at))
          await this.update(row, { id: row.id, values: { ...row.values, ...operation.to } }, operation.stamp);
        return;
      case 'rekey':
        for (const row of this.at(operation.at))
          await this.update(row, { ...row, id: this.table.newId() }, operation.stamp);
        return;
      case 'delete':
        return this.remove(this.at(operation.at));
      case 'truncate':
        return this.remove(this.rows);
    }
  }

  private at(places: readonly number[]): readonly Row[] {
    const count = this.rows.length;
    const chosen = new Set(count === 0 ? [] : places.map((place) => place % count));
    return this.rows.filter((_, place) => chosen.has(place));
  }

  private async insert(all: readonly Values[], stamp: Stamp): Promise<void> {
    if (all.length === 0) return;
    const rows = all.map((values): Row => ({ id: this.table.newId(), values }));
    const { how, at } = this.table.stamped(stamp, this.clock);
    await this.writer.insert(
      rows.map((row) => this.table.written(row)),
      how,
    );
    for (const row of rows) this.changes.push({ before: null, after: row, stampedAt: at });
    this.rows = [...this.rows, ...rows];
  }

  private async update(row: Row, to: Row, stamp: Stamp): Promise<void> {
    const { how, at } = this.table.stamped(stamp, this.clock);
    const before = this.table.written(row);
    const set = Object.entries(this.table.written(to)).filter(([column, value]) => before[column] !== value);
    await this.writer.update(String(row.id), Object.fromEntries(set), how);
    const change = this.changeOf(row);
    change.after = to;
    if (how !== 'kept') change.stampedAt = at;
    this.rows = this.rows.map((one) => (one === row ? to : one));
  }

  private async remove(rows: readonly Row[]): Promise<void> {
    await this.writer.remove(rows.map(({ id }) => String(id)));
    for (const row of rows) this.changeOf(row).after = null;
    this.rows = this.rows.filter((row) => !rows.includes(row));
  }

  private changeOf(row: Row): Change {
    const known = this.changes.find(({ after }) => after === row);
    if (known) return known;
    const change: Change = { before: row, after: row, stampedAt: null };
    this.changes.push(change);
    return change;
  }
}
