import { expect, it } from 'vitest';
import { createTurns } from '../../src/cli/turns.js';

const soon = (milliseconds = 5) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

it('runs so many at once, in order, whatever fails', async () => {
  const turn = createTurns(2, 10_000);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const all = Array.from({ length: 9 }, (_, index) =>
    turn(async () => {
      begun.push(index);
      most = Math.max(most, ++running);
      await soon();
      running--;
      if (index % 3 === 0) throw new Error(String(index));
      return index;
    }).catch((error: Error) => -Number(error.message)),
  );
  expect((await Promise.all(all)).map(Math.abs)).toEqual(begun);
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8], 2]);
  expect(await turn(async () => 'again')).toBe('again');
});

it('does not wait for what waits itself', async () => {
  const turn = createTurns(1, 20);
  let end = () => {};
  const stuck = turn(
    () =>
      new Promise<string>((resolve) => {
        end = () => resolve('stuck');
      }),
  );
  expect(await turn(async () => 'next')).toBe('next');
  end();
  expect(await stuck).toBe('stuck');
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((one) => turn(async () => order.push(one))));
  expect(order).toEqual([1, 2, 3]);
});
