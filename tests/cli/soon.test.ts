import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSoon } from '../../src/cli/soon.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is asked for often is done once, after a pause', async () => {
  const work = vi.fn(async () => {});
  const soon = createSoon(work, 1000);
  soon.ask();
  await vi.advanceTimersByTimeAsync(900);
  soon.ask();
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(1);
});

test('what is asked for while it is done is done once more, after another pause', async () => {
  let end = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
  const soon = createSoon(work, 1000);
  soon.ask();
  await vi.advanceTimersByTimeAsync(1000);
  soon.ask();
  soon.ask();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledTimes(1);
  end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(2);
});

test('nothing is done after the end', async () => {
  const work = vi.fn(async () => {});
  const soon = createSoon(work, 1000);
  soon.ask();
  soon.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).not.toHaveBeenCalled();
});
