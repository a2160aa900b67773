import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openCompany } from '../../support/app.js';
import { SMALL } from '../../support/small.js';
import { ANN, ask } from './asked.js';

const pieces = fc.constantFrom(
  ...'variance digest total electronics A-1 by sku over 5% under top 3 last month daily weekly monthly every mon 1 08:00 25:00 at in here dm #C012ABC #ops #1 1 UTC Europe/Berlin a/b for 30 min remind 4 h edit pause resume run delete mute unmute all status accept help "daily" ); <!channel> \u0000 \u202e 🙂 constructor __proto__'.split(
    ' ',
  ),
);
const verbs = fc.constantFrom(
  'subscribe',
  'unsubscribe',
  'subscription 1',
  'subscriptions',
  'alert',
  'alert 1',
  'alerts',
);

it('whatever is said of subscriptions and alerts is answered, with a place and suggestions that work', {
  timeout: 120_000,
}, async () => {
  const app = await openCompany(SMALL);
  await ask(app, '/stock subscribe variance daily 08:00');
  await ask(app, '/stock alert variance over 5%');
  const asker = { ...ANN, channel: 'C0OPS' };
  await fc.assert(
    fc.asyncProperty(verbs, fc.array(pieces, { maxLength: 7 }), async (verb, words) => {
      const text = `/stock ${verb} ${words.join(' ')}`;
      const reply = await ask(app, text, asker);
      expect(['result', 'mistake']).toContain(reply.kind);
      if (reply.kind !== 'mistake') return;
      expect(reply.mistake.start).toBeGreaterThanOrEqual(0);
      expect(reply.mistake.end).toBeLessThanOrEqual(text.length);
      for (const question of reply.mistake.suggestions) {
        const next = await ask(app, question, asker);
        const again = next.kind === 'mistake' ? `${next.mistake.code}: ${next.mistake.message}` : 'answered';
        // What was limited to a number for each person may be full by now.
        expect([text, question, again]).toEqual([
          text,
          question,
          expect.stringMatching(/^answered$|^conflict: You have 50/),
        ]);
      }
    }),
    { numRuns: 1500, seed: 31 },
  );
});
