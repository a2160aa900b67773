import { describe, expect, it } from 'vitest';
import { createBreaker } from '../../src/model/breaker.js';

const DOWN = new Error('the server is down');
const REFUSED = new Error('no right to read this table');

/** A breaker with a clock that a test sets, in seconds, and what it is asked to guard. */
function guarded() {
  const clock = { now: 0 };
  const breaker = createBreaker(
    () => new Date(clock.now * 1000),
    (error) => error === DOWN,
  );
  const fail = (error: Error) => breaker.run(() => Promise.reject(error)).catch((thrown: unknown) => thrown);
  const succeed = () => breaker.run(async () => 'rows');
  const wait = () => (breaker.nextTry === null ? null : breaker.nextTry.getTime() / 1000 - clock.now);
  return { breaker, clock, fail, succeed, wait };
}

/** Work that goes on until the test ends it. */
function work() {
  let begin = (_answered: () => void): void => undefined;
  let end = (_rows: string): void => undefined;
  let fail = (_error: Error): void => undefined;
  const begun = new Promise<() => void>((resolve) => {
    begin = resolve;
  });
  const ended = new Promise<string>((resolve, reject) => {
    [end, fail] = [resolve, reject];
  });
  const run = (answered: () => void) => {
    begin(answered);
    return ended;
  };
  return { run, begun, end, fail };
}

describe('a server that fails', () => {
  it('rests twice as long after each failure in a row, from five seconds to five minutes', async () => {
    const { clock, fail, wait } = guarded();
    const waits: (number | null)[] = [];
    for (let time = 0; time < 9; time++) {
      await fail(DOWN);
      waits.push(wait());
      clock.now += wait() ?? 0;
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(wait()).toBeNull();
  });

  it('counts what failed together once', async () => {
    const { clock, breaker, wait } = guarded();
    const all = [work(), work(), work()];
    const runs = all.map(({ run }) => breaker.run(run).catch(() => undefined));
    clock.now = 1;
    for (const { fail } of all) fail(DOWN);
    await Promise.all(runs);
    expect(wait()).toBe(5);
  });

  it('begins anew after a success, and keeps its last error until then', async () => {
    const { breaker, clock, fail, succeed, wait } = guarded();
    await fail(DOWN);
    clock.now = 5;
    await fail(DOWN);
    expect(breaker.last).toEqual({ error: DOWN, at: new Date(5000) });
    clock.now = 15;
    await succeed();
    expect([breaker.last, wait()]).toEqual([null, null]);
    await fail(DOWN);
    expect(wait()).toBe(5);
  });

  it('is worth a try at once when the clock was set back', async () => {
    const { clock, fail, wait } = guarded();
    clock.now = 3600;
    await fail(DOWN);
    clock.now = 0;
    expect(wait()).toBeNull();
    await fail(DOWN);
    expect(wait()).toBe(10);
  });
});

describe('any other error', () => {
  it('is no failure of the server, and shows that it answers', async () => {
    const { clock, fail, wait } = guarded();
    expect(await fail(REFUSED)).toBe(REFUSED);
    expect(wait()).toBeNull();
    await fail(DOWN);
    clock.now = 5;
    await fail(REFUSED);
    expect(wait()).toBeNull();
  });
});

describe('the try after a failure', () => {
  it('runs alone; who comes meanwhile gets its error', async () => {
    const { breaker, clock, fail } = guarded();
    await fail(DOWN);
    clock.now = 5;
    const probe = work();
    const first = breaker.run(probe.run).catch((error: unknown) => error);
    await probe.begun;
    let asked = 0;
    const others = [1, 2].map(() => breaker.run(async () => ++asked).catch((error: unknown) => error));
    probe.fail(DOWN);
    expect(await Promise.all([first, ...others])).toEqual([DOWN, DOWN, DOWN]);
    expect(asked).toBe(0);
  });

  it('lets who came meanwhile run when it has succeeded', async () => {
    const { breaker, clock, fail } = guarded();
    await fail(DOWN);
    clock.now = 5;
    const probe = work();
    const first = breaker.run(probe.run);
    await probe.begun;
    const other = breaker.run(async () => 'other');
    probe.end('first');
    expect(await Promise.all([first, other])).toEqual(['first', 'other']);
  });

  it('lets them run as soon as the server has answered, however long it goes on', async () => {
    const { breaker, clock, fail } = guarded();
    await fail(DOWN);
    clock.now = 5;
    const long = work();
    const first = breaker.run(long.run);
    const answered = await long.begun;
    const others = ['one', 'other'].map((name) =>
      breaker.run(async (told) => {
        told();
        return name;
      }),
    );
    answered();
    expect(await Promise.all(others)).toEqual(['one', 'other']);
    long.end('rows');
    expect(await first).toBe('rows');
  });

  it('that fails after the server has answered has it rest for longer', async () => {
    const { breaker, clock, fail, wait } = guarded();
    await fail(DOWN);
    clock.now = 5;
    const probe = work();
    const first = breaker.run(probe.run).catch(() => undefined);
    (await probe.begun)();
    probe.fail(DOWN);
    await first;
    expect(wait()).toBe(10);
  });
});
