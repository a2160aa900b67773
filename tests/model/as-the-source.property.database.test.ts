import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Look, Source } from '../../src/sources/source.js';
import { describeWithMariaDb, type MariaDb, startMariaDb } from '../support/mariadb.js';
import { startSqlServer } from '../support/sqlserver.js';
import { LiveTable, type Open } from './story/live-table.js';
import { held, type Places, QUESTIONS, Stage } from './story/stage.js';
import { mariaDbStore, sqlServerStore } from './story/stores.js';
import { story } from './story/stories.js';
import { type Step, type Story, TABLES } from './story/story.js';

/**
 * Whatever happens to the rows of two servers, an answer is what it would be if everything had just been read: another
 * Tally, which has read nothing before, is asked the same and holds the same.
 *
 * What the design allows to stay unseen until all dates are compared is brought in by that: rows of older dates that go,
 * or are edited without a stamp.
 */

const RUNS = Number(process.env.PROPERTY_RUNS ?? 5);
/** Milliseconds for all of them, and for making smaller what fails. */
const TIME = RUNS * 60_000;
const seed = process.env.PROPERTY_SEED ? { seed: Number(process.env.PROPERTY_SEED) } : {};
const path = process.env.PROPERTY_PATH ? { path: process.env.PROPERTY_PATH } : {};

const LOGIN = { user: 'tally_reader', password: 'geheim', database: 'erp' };

/** Two clocks that only the story moves, and whether tables count as large. */
const world = vi.hoisted(() => ({ now: 0, ahead: 0, large: false }));

vi.mock(import('../../src/sources/index.js'), async (original) => {
  const { createSource } = await original();
  return { createSource: async (...parameters) => byTheirClock(await createSource(...parameters)) };
});

vi.mock(import('../../src/model/extent.js'), async (original) => {
  const { askable } = await original();
  return { askable: (table, keys, rows) => askable(table, keys, world.large ? rows + 50_000 : rows) };
});

/** The server’s clock is asked before it is looked, as that of the real one is. */
function byTheirClock(source: Source): Source {
  return {
    ...source,
    async look(from, signal): Promise<Look> {
      const clock = new Date(theirNow()).toISOString().replace('Z', '000Z');
      const look = await source.look?.(from, signal);
      if (!look) throw new Error(`${source.name} cannot be looked at`);
      return {
        clock,
        consistent: look.consistent,
        settled: (columns) => look.settled(columns),
        changes: (columns, since) => look.changes(columns, since),
        sums: (columns, where) => look.sums(columns, where),
        rows: (columns, where, called) => look.rows(columns, where, called),
        close: () => look.close(),
      };
    },
  };
}

/** The servers’ clock, milliseconds since 1970. */
const theirNow = (): number => world.now + world.ahead;

/** After which all dates are compared. */
const VERIFY = 24 * 3_600_000;

describeWithMariaDb('an answer', () => {
  let mysql: MariaDb;
  let databases = 0;

  beforeAll(async () => {
    mysql = await startMariaDb();
  });
  afterAll(() => mysql?.close());

  async function told(one: Story): Promise<void> {
    Object.assign(world, { now: Date.parse(one.begins), ahead: one.ahead, large: one.large });
    const database = `tally_story_${process.pid}_${++databases}`;
    const server = await startSqlServer({ login: LOGIN });
    const shop = await mariaDbStore(mysql, database);
    const erp = sqlServerStore(server, 'Europe/Berlin');
    const { host, port, user, password } = mysql;
    const places: Places = {
      shop: { host, port, user, password, database, tls: 'off' },
      erp: { host: '127.0.0.1', port: server.port, ...LOGIN, tls: 'off', timeZone: erp.zone },
    };
    const tables = TABLES.map((name) => new LiveTable(name, one.shapes[name], name === 'production' ? shop : erp, one));
    const stage = new Stage(one, places, () => new Date(world.now));
    try {
      for (const table of tables) await table.create(one.first[table.name], theirNow());
      await stage.open();
      await new Play(stage, tables).run(one.steps);
    } finally {
      await stage.close();
      await shop.close();
      await server.close();
    }
  }

  test('is what it would be if everything had just been read', { timeout: 60_000 + TIME }, async () => {
    // A run takes seconds: a smaller story is looked for when a seed is given, and told of when the time is over.
    await fc.assert(fc.asyncProperty(story, told), {
      numRuns: RUNS,
      endOnFailure: !process.env.PROPERTY_SEED,
      interruptAfterTimeLimit: TIME,
      markInterruptAsFailure: true,
      ...seed,
      ...path,
    });
  });
});

class Play {
  private readonly open: { readonly due: number; readonly undone: boolean; readonly transaction: Open }[] = [];

  constructor(
    private readonly stage: Stage,
    private readonly tables: readonly LiveTable[],
  ) {}

  async run(steps: readonly Step[]): Promise<void> {
    await this.compare('asked', QUESTIONS);
    for (const [number, step] of steps.entries()) {
      world.now += step.passes;
      const questions = step.questions.map((question) => QUESTIONS[question] ?? QUESTIONS[0]);
      if (step.restart) await this.stage.restart();
      if (step.meanwhile) await this.playWhileAsked(step, number, questions);
      else {
        await this.play(step, number);
        await this.compare(step.verified, questions);
      }
    }
    for (const { transaction } of this.open) await transaction.rollback();
  }

  /** Of one transaction, an answer knows all or nothing. */
  private async playWhileAsked(step: Step, number: number, questions: readonly string[]): Promise<void> {
    const isOne = isOneCommit(step) && this.open.every(({ due }) => due > number);
    const before = isOne ? await this.answers(questions) : [];
    const meanwhile = await this.asking(questions, () => this.play(step, number));
    const { answers, silent } = await this.compare(step.verified, questions);
    if (!isOne || silent) return;
    for (const one of meanwhile)
      for (const [index, answer] of one.entries()) expect([before[index], answers[index]]).toContainEqual(answer);
  }

  private async play({ transactions, apart }: Step, number: number): Promise<void> {
    for (const one of transactions) {
      const table = this.tables.find(({ name }) => name === one.table);
      if (!table) throw new Error(`No table ${one.table}`);
      const due = number + one.late;
      this.open.push({ due, undone: one.undone, transaction: await table.play(one, theirNow()) });
      await this.end(number);
      world.now += apart;
    }
  }

  /** Commits what is due. */
  private async end(number: number): Promise<void> {
    for (const one of this.open.filter(({ due }) => due <= number)) {
      this.open.splice(this.open.indexOf(one), 1);
      await (one.undone ? one.transaction.rollback() : one.transaction.commit(theirNow()));
    }
  }

  /** Asks all questions at once, again and again until the work is done. */
  private async asking(questions: readonly string[], work: () => Promise<void>): Promise<readonly unknown[][]> {
    for (const table of this.tables) table.looking();
    const meanwhile: unknown[][] = [];
    let working = true;
    const ask = async () => {
      while (working) meanwhile.push(await Promise.all(questions.map((question) => this.stage.ask(question))));
    };
    const done = work().finally(() => {
      working = false;
    });
    await Promise.all([done, ask()]);
    return meanwhile;
  }

  private async answers(questions: readonly string[]): Promise<unknown[]> {
    const answers: unknown[] = [];
    for (const question of questions) answers.push(await this.stage.ask(question));
    return answers;
  }

  /** Yields the answers, and whether they had to be helped to what no look can find. */
  private async compare(
    verified: Step['verified'],
    questions: readonly string[],
  ): Promise<{ readonly answers: readonly unknown[]; readonly silent: boolean }> {
    // Whoever asks while a refresh runs shares it, though it may have begun before the last change.
    await this.stage.model.refresher.settled();
    const silent = await this.verify(verified);
    // Not every question looks: one that does comes first.
    const all = [QUESTIONS[0], ...questions];
    const answers = await this.answers(all);
    await this.stage.model.refresher.settled();
    const anew = await this.stage.anew(all);
    expect(answers).toEqual(anew.answers);
    expect(await held(this.stage.model)).toEqual(anew.model);
    for (const table of this.tables) table.looked();
    return { answers: answers.slice(1), silent };
  }

  private async verify(verified: Step['verified']): Promise<boolean> {
    const silent = this.tables.filter((table) => table.isSilent(this.stage.today));
    if (silent.length === 0) return false;
    const { model } = this.stage;
    if (verified === 'asked') {
      const feeds = model.feeds.filter(({ from }) => silent.some(({ name }) => name === from));
      for (const feed of feeds) await model.refresher.refresh(feed, 'verify');
      return true;
    }
    world.now += VERIFY;
    // Nobody waits for what is due besides: the next question has it.
    await this.stage.ask(QUESTIONS[0]);
    await model.refresher.settled();
    return true;
  }
}

/** Whether all that happens comes about at one moment: what is emptied at once is so before the rest. */
const isOneCommit = ({ transactions: [one, ...others] }: Step): boolean =>
  one !== undefined && others.length === 0 && one.operations.every(({ does }) => does !== 'truncate');
