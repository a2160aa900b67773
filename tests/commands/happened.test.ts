import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../src/app.js';
import { happenedTo } from '../../src/commands/happened.js';
import type { ModelNotice } from '../../src/model/index.js';
import { resultOf, temporaryFolder, writeCompany } from '../support/app.js';
import { SMALL } from '../support/small.js';
import { ago, NOW } from './statuses.js';

const SAYS = { 'set-aside': 'It was set aside.', history: 'A day is a gap.', reopened: 'It was opened again.' };
const notice = (kind: ModelNotice['kind'], secondsAgo: number): ModelNotice => ({
  kind,
  says: SAYS[kind],
  detail: 'kept as /secret/path',
  at: ago(secondsAgo),
});

const said = (kinds: readonly ModelNotice['kind'][], ...all: readonly ModelNotice[]) =>
  happenedTo({ now: NOW, notices: (since) => all.filter(({ at }) => at >= since) }, kinds);

it('says for a day what happened to the model, without its detail', () => {
  expect(said(['set-aside', 'history'], notice('set-aside', 3600), notice('history', 80_000))).toEqual([
    '11:00 UTC: It was set aside.',
    '2026-03-09 13:46 UTC: A day is a gap.',
  ]);
  expect(said(['set-aside'], notice('set-aside', 86_401))).toEqual([]);
});

it('says once what happened several times, and only what is asked for', () => {
  expect(said(['reopened'], notice('reopened', 7200), notice('history', 60), notice('reopened', 3600))).toEqual([
    '11:00 UTC: It was opened again.',
  ]);
});

it('is in answers and in the status of a model that was damaged, and was read again', async () => {
  const folder = temporaryFolder();
  const config = writeCompany(folder, SMALL);
  writeFileSync(join(folder, 'tally.duckdb'), 'no database '.repeat(2000));
  const app = await openApp({ config, environment: {} });
  onTestFinished(() => app.close());
  const DAMAGED = /^\d\d:\d\d UTC: Tally’s own copy of the data was damaged/;
  for (const question of ['/stock total', '/stock status'])
    expect((await resultOf(app, question)).notes).toContainEqual(expect.stringMatching(DAMAGED));
});
