import { expect, it } from 'vitest';
import { isPersonal } from '../../src/commands/personal.js';

it.each([
  'subscribe daily 08:00',
  '/stock subscriptions',
  'stock subscription 12 pause',
  '/stock  Unsubscribe 12',
  '/stock alert variance over 5%',
  'alerts',
  '/stock subscriptions; as csv',
])('“%s” is about what is posted for whoever asks', (question) => {
  expect(isPersonal(question)).toBe(true);
});

it.each(['/stock', '', '/stock digest', 'variance', 'accept A-1', '/stock alertness', 'total subscriptions'])(
  '“%s” is not',
  (question) => {
    expect(isPersonal(question)).toBe(false);
  },
);
