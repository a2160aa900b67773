import { expect, it } from 'vitest';
import { openCompany } from '../../support/app.js';
import { company } from '../access-company.js';
import { ANN } from './asked.js';

const RULES = 'access: [{ only: { kpis: [cost] }, for: { users: [U0ANN] } }]';

it('what is posted without being asked has the rights of a question in Slack, and an entry of its own in the audit', async () => {
  const app = await openCompany({ ...company(), settings: RULES });
  const channel = { ...ANN, channel: 'C0ALL', public: true };
  expect(await app.questions.deliver('/stock cost', ANN)).toMatchObject({ kind: 'result' });
  expect(await app.questions.deliver('/stock cost', channel)).toMatchObject({
    kind: 'mistake',
    mistake: { code: 'refused' },
  });
  const entries = await app.state.audit.list({});
  expect(entries.map(({ chat, user, outcome, channel: where }) => [chat, user, where, outcome])).toEqual([
    ['subscription', 'U0ANN', 'C0ALL', 'refused'],
    ['subscription', 'U0ANN', null, 'answered'],
  ]);
  expect(await app.state.audit.recent('slack', 'U0ANN', 5)).toEqual([]);
});

it('takes nothing of what a person may ask within a minute', async () => {
  const app = await openCompany({ ...company(), settings: 'slack: { questionsPerMinute: 2 }' });
  for (let count = 0; count < 5; count++)
    expect(await app.questions.deliver('/stock status', ANN)).toMatchObject({ kind: 'result' });
  expect(await app.questions.ask('/stock status', ANN)).toMatchObject({ kind: 'result' });
  expect(await app.questions.ask('/stock status', ANN)).toMatchObject({ kind: 'result' });
  expect(await app.questions.ask('/stock status', ANN)).toMatchObject({ kind: 'limited' });
});

it('a digest that is asked for is in the audit as one', async () => {
  const app = await openCompany(company());
  expect(await app.questions.ask('digest', ANN)).toMatchObject({ kind: 'digest' });
  expect(await app.state.audit.list({})).toMatchObject([
    { chat: 'slack', kpi: 'digest', canonical: '/stock digest', outcome: 'answered', rows: null },
  ]);
});
