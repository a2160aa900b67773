import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepFresh } from '../../src/model/schedule.js';

const SECOND = 1000;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A schedule of every five minutes, and when its rounds began, in seconds. */
function kept({ tend = (): Promise<void> => Promise.resolve(), nextTry = (): number | null => null } = {}) {
  const rounds: number[] = [];
  const errors: unknown[] = [];
  const schedule = keepFresh(
    {
      async tend() {
        rounds.push(Date.now() / SECOND);
        await tend();
      },
      async status() {
        const at = nextTry();
        return [{ nextTry: null }, { nextTry: at === null ? null : new Date(at * SECOND) }];
      },
    },
    { every: 300 * SECOND, now: () => new Date(), onRound: (error) => void errors.push(error) },
  );
  return { rounds, errors, schedule };
}

describe('a model that is kept fresh', () => {
  it('is brought up to date at once, and then every so often', async () => {
    const { rounds, errors } = kept();
    await vi.advanceTimersByTimeAsync(900 * SECOND);
    expect(rounds).toEqual([0, 300, 600, 900]);
    expect(errors).toEqual([null, null, null, null]);
  });

  it('is so from the end of a round to the next, however long it takes', async () => {
    const { rounds } = kept({ tend: () => new Promise((resolve) => setTimeout(resolve, 400 * SECOND)) });
    await vi.advanceTimersByTimeAsync(1500 * SECOND);
    expect(rounds).toEqual([0, 700, 1400]);
  });

  it('is tried earlier where a source that failed is worth a try', async () => {
    const tries = [20, 60, null];
    const { rounds } = kept({ nextTry: () => tries.shift() ?? null });
    await vi.advanceTimersByTimeAsync(400 * SECOND);
    expect(rounds).toEqual([0, 20, 60, 360]);
  });

  it('is not tried all the time where a try is due and not made', async () => {
    const { rounds } = kept({ nextTry: () => 0 });
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(rounds).toEqual([0, 1, 2, 3]);
  });

  it('goes on after a round that went wrong, and says so', async () => {
    const failures = [new Error('the disk is full')];
    const { rounds, errors } = kept({
      tend: async () => {
        const failure = failures.shift();
        if (failure) throw failure;
      },
    });
    await vi.advanceTimersByTimeAsync(300 * SECOND);
    expect(rounds).toEqual([0, 300]);
    expect(errors).toEqual([new Error('the disk is full'), null]);
  });

  it('stops when the round that runs is over', async () => {
    let over = false;
    const { rounds, errors, schedule } = kept({
      tend: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10 * SECOND));
        over = true;
      },
    });
    await vi.advanceTimersByTimeAsync(SECOND);
    const stopped = schedule.stop();
    await vi.advanceTimersByTimeAsync(1000 * SECOND);
    await stopped;
    expect([over, rounds, errors]).toEqual([true, [0], []]);
  });
});
