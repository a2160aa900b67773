import { expect, test, vi } from 'vitest';
import { RowStream, type StreamControls, type StreamLimits } from '../../src/sources/row-stream.js';
import type { TextRow } from '../../src/sources/source.js';

/** Rows of a batch, and batches that may wait, as they are in the code: the test is to notice when they grow. */
const BATCH = 4096;
const WAITING = 4;

/** A driver that keeps a log of what it is told. */
function start({ stall = 60_000, total = 60_000 }: Partial<StreamLimits> = {}, signal = new AbortController().signal) {
  const log: string[] = [];
  const driver: { -readonly [Key in keyof StreamControls]: StreamControls[Key] } = {
    pause: () => void log.push('pause'),
    resume: () => void log.push('resume'),
    cancel: () => void log.push('cancel'),
  };
  const stream = new RowStream(driver, { stall, total }, (why) => new Error(why), signal);
  let pushed = 0;
  const push = (rows: number) => {
    for (const last = pushed + rows; pushed < last; pushed++) stream.push([String(pushed)]);
  };
  return { stream, driver, log, push, batches: stream[Symbol.asyncIterator]() };
}

async function readAll(batches: AsyncIterator<readonly TextRow[]>): Promise<number[]> {
  const sizes: number[] = [];
  for (let next = await batches.next(); !next.done; next = await batches.next()) sizes.push(next.value.length);
  return sizes;
}

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

test('gives rows in their order, in full batches and what is left', async () => {
  const { stream, push, log } = start();
  push(BATCH + 2);
  stream.end();
  const rows: TextRow[] = [];
  for await (const batch of stream) rows.push(...batch);
  expect(rows.map(([value]) => Number(value))).toEqual(Array.from({ length: BATCH + 2 }, (_, index) => index));
  expect(log).toEqual([]);
});

test.each([
  [0, []],
  [1, [1]],
  [BATCH, [BATCH]],
  [WAITING * BATCH, Array(WAITING).fill(BATCH)],
])('%i rows that have all come before anybody reads', async (rows, sizes) => {
  const { stream, push, batches } = start();
  push(rows);
  stream.end();
  expect(await readAll(batches)).toEqual(sizes);
});

test('gives a batch as soon as it is full', async () => {
  const { push, batches } = start();
  const first = batches.next();
  push(BATCH);
  expect((await first).value).toHaveLength(BATCH);
});

test('pauses the driver once while enough batches wait, and resumes it when they are read', async () => {
  const { stream, push, log, batches } = start();
  push(WAITING * BATCH + 100);
  expect(log).toEqual(['pause']);
  for (let batch = 0; batch < WAITING; batch++) await batches.next();
  expect(log).toEqual(['pause']);

  const next = batches.next();
  await soon();
  expect(log).toEqual(['pause', 'resume']);
  push(BATCH);
  expect((await next).value).toHaveLength(BATCH);
  stream.end();
  expect(await readAll(batches)).toEqual([100]);
  expect(log).toEqual(['pause', 'resume']);
});

test('pauses again when the driver, resumed, is too fast again', async () => {
  const { push, log, driver, batches } = start();
  driver.resume = () => {
    log.push('resume');
    push(WAITING * BATCH);
  };
  push(WAITING * BATCH);
  for (let batch = 0; batch < 2 * WAITING; batch++) expect((await batches.next()).value).toHaveLength(BATCH);
  expect(log).toEqual(['pause', 'resume', 'pause']);
});

test('reads on when the driver, resumed, hands over the end at once', async () => {
  const { stream, push, driver, batches } = start({ stall: 1000 });
  driver.resume = () => {
    push(5);
    stream.end();
  };
  push(WAITING * BATCH);
  expect(await readAll(batches)).toEqual([...Array(WAITING).fill(BATCH), 5]);
});

test('reads on when the driver, resumed, fails at once', async () => {
  const { stream, push, driver, batches } = start({ stall: 1000 });
  driver.resume = () => stream.fail(new Error('broken'));
  push(WAITING * BATCH);
  await expect(readAll(batches)).rejects.toThrow('broken');
});

test('silence is counted while rows are wanted, from the last batch on', async () => {
  vi.useFakeTimers();
  try {
    const { push, batches } = start({ stall: 100 });
    const first = batches.next();
    await vi.advanceTimersByTimeAsync(99);
    push(BATCH);
    await first;
    // The reader is busy, which is no fault of the driver.
    await vi.advanceTimersByTimeAsync(500);
    const second = batches.next();
    await vi.advanceTimersByTimeAsync(99);
    push(BATCH);
    expect((await second).value).toHaveLength(BATCH);

    const third = expect(batches.next()).rejects.toThrow('stall');
    await vi.advanceTimersByTimeAsync(100);
    await third;
  } finally {
    vi.useRealTimers();
  }
});

test('rows that trickle in do not count as silence, nor do they stretch the whole time', async () => {
  vi.useFakeTimers();
  try {
    const { push, log, batches } = start({ stall: 100, total: 250 });
    const failed = expect(readAll(batches)).rejects.toThrow('total');
    for (let time = 0; time < 250; time += 50) {
      push(BATCH);
      await vi.advanceTimersByTimeAsync(50);
    }
    await failed;
    expect(log).toEqual(['cancel']);
  } finally {
    vi.useRealTimers();
  }
});

test('a reader that leaves early ends the read, once', async () => {
  const { stream, push, log } = start();
  push(2 * BATCH);
  for await (const _ of stream) break;
  push(10 * BATCH);
  stream.end();
  expect(log).toEqual(['cancel']);
});

test('a reader that leaves after the last row ends nothing', async () => {
  const { stream, push, log } = start();
  push(2 * BATCH);
  stream.end();
  for await (const _ of stream) break;
  expect(log).toEqual([]);
});

test('a failure after some rows reaches the reader, and ends the read', async () => {
  const { stream, push, log, batches } = start();
  push(BATCH + 1);
  expect((await batches.next()).value).toHaveLength(BATCH);
  const next = batches.next();
  stream.fail(new Error('broken'));
  stream.fail(new Error('closed, of course'));
  await expect(next).rejects.toThrow('broken');
  expect(await batches.next()).toEqual({ done: true, value: undefined });
  expect(log).toEqual(['cancel']);
});

test('a driver that fails and says that it is done has failed', async () => {
  const { stream, push, batches } = start();
  push(10);
  stream.fail(new Error('broken'));
  stream.end();
  await expect(readAll(batches)).rejects.toThrow('broken');
});

test.each(['before it began', 'while it waits', 'while its reader is busy'])('called off %s', async (when) => {
  const abort = new AbortController();
  const { push, log, batches } = start({}, abort.signal);
  push(BATCH);
  if (when === 'before it began') abort.abort();
  else await batches.next();
  const next = when === 'while its reader is busy' ? null : batches.next();
  abort.abort();
  expect(log).toEqual(['cancel']);
  await expect(next ?? batches.next()).rejects.toThrow('cancelled');
  expect(log).toEqual(['cancel']);
});

test('stopped, although nobody reads', async () => {
  const { stream, push, log, batches } = start();
  push(BATCH);
  stream.stop();
  stream.stop();
  expect(log).toEqual(['cancel']);
  await expect(batches.next()).rejects.toThrow('cancelled');
});

test('leaves nothing behind at a signal that lives on', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  const { stream, push, batches } = start({}, signal);
  push(3 * BATCH);
  stream.end();
  await readAll(batches);
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener));
  expect(added).toHaveBeenCalled();
});
