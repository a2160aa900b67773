import type { App } from '../../../src/app.js';
import { answer } from '../../../src/commands/index.js';
import type { AboutAsker, Asker } from '../../../src/commands/questions.js';

export const ANN: Asker = { chat: 'slack', user: 'U0ANN', groups: [], unknownGroups: [], channel: null, public: false };
export const BOB: Asker = { ...ANN, user: 'U0BOB' };

/** What Slack would know. */
export const about = (known: Partial<AboutAsker>): AboutAsker => ({
  timeZone: () => Promise.resolve(null),
  obstacle: () => Promise.resolve(null),
  ...known,
});

export const ask = (app: App, question: string, asker: Asker = ANN) => answer(question, app.questions.deskFor(asker));

/** What is answered with rows; anything else fails the test with what came instead. */
export async function told(app: App, question: string, asker: Asker = ANN) {
  const reply = await ask(app, question, asker);
  if (reply.kind !== 'result') throw new Error(`${question} → ${JSON.stringify(reply)}`);
  return reply;
}

export async function refusedFor(app: App, question: string, asker: Asker = ANN) {
  const reply = await ask(app, question, asker);
  if (reply.kind !== 'mistake') throw new Error(`${question} was understood: ${JSON.stringify(reply)}`);
  const { start, end } = reply.mistake;
  return { ...reply.mistake, place: question.slice(start, end) };
}
