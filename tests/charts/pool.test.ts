import { expect, onTestFinished, test } from 'vitest';
import { createPool, type Pool, type PoolOptions } from '../../src/charts/pool.js';

type Job = 'echo' | 'exit' | 'throw' | 'hang';

const SCRIPT = `
  import { parentPort, threadId } from 'node:worker_threads';
  parentPort.on('message', (job) => {
    if (job === 'exit') process.exit(3);
    if (job === 'throw') throw new Error('no canvas');
    if (job === 'echo') setTimeout(() => parentPort.postMessage(threadId), 20);
  });
`;
const URL_OF_SCRIPT = new URL(`data:text/javascript,${encodeURIComponent(SCRIPT)}`);

/** A pool whose threads answer with their own number. */
function poolOf(options: Partial<PoolOptions> = {}): Pool<Job, number> {
  const pool = createPool<Job, number>({ url: URL_OF_SCRIPT, workers: 1, queue: 10, patience: 5_000, ...options });
  onTestFinished(() => pool.close());
  return pool;
}

test('one thread after the other is started, as jobs need them', async () => {
  const pool = poolOf({ workers: 3 });
  const first = await pool.run('echo');
  expect(await pool.run('echo')).toBe(first);
  const atOnce = await Promise.all([pool.run('echo'), pool.run('echo'), pool.run('echo'), pool.run('echo')]);
  expect(new Set(atOnce).size).toBe(3);
  expect(atOnce).toContain(first);
});

test('jobs that wait are done in their order', async () => {
  const pool = poolOf();
  const done: number[] = [];
  await Promise.all([0, 1, 2, 3].map((index) => pool.run('echo').then(() => done.push(index))));
  expect(done).toEqual([0, 1, 2, 3]);
});

test('the queue is bounded, and free again when its jobs are done', async () => {
  const pool = poolOf({ queue: 1 });
  const accepted = [pool.run('echo'), pool.run('echo')];
  await expect(pool.run('echo')).rejects.toThrow('too many charts waiting');
  await Promise.all(accepted);
  await expect(pool.run('echo')).resolves.toEqual(expect.any(Number));
});

test.each<[Job, string]>([
  ['exit', 'a chart could not be drawn: the thread ended with exit code 3'],
  ['throw', 'a chart could not be drawn: no canvas'],
  ['hang', 'a chart could not be drawn: no answer within 2000 ms'],
])('a thread that fails (%s) fails its job, and is replaced for the next', async (job, message) => {
  const pool = poolOf({ patience: 2000 });
  const before = await pool.run('echo');
  const [failed, next] = await Promise.allSettled([pool.run(job), pool.run('echo')]);
  expect(failed).toMatchObject({ reason: new Error(message) });
  expect(next).toMatchObject({ status: 'fulfilled' });
  expect(next).not.toMatchObject({ value: before });
});

test('a script that cannot be loaded fails the job', async () => {
  const pool = poolOf({ url: new URL('data:text/javascript,import "nowhere"') });
  await expect(pool.run('echo')).rejects.toThrow('a chart could not be drawn: ');
});

test('a caller who gives up leaves the line, or the running job to itself', async () => {
  const pool = poolOf({ queue: 1 });
  const caller = new AbortController();
  const running = pool.run('echo', caller.signal);
  const waiting = pool.run('echo', caller.signal);
  caller.abort(new Error('never mind'));
  await expect(running).rejects.toThrow('never mind');
  await expect(waiting).rejects.toThrow('never mind');
  await expect(pool.run('echo')).resolves.toEqual(expect.any(Number));
  await expect(pool.run('echo', caller.signal)).rejects.toThrow('never mind');
});

test('close ends the job that runs, those that wait, and those to come', async () => {
  const pool = poolOf();
  const jobs = Promise.allSettled([pool.run('hang'), pool.run('echo'), pool.run('echo')]);
  await pool.close();
  expect((await jobs).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(pool.run('echo')).rejects.toThrow('no more charts are drawn: Tally is stopping');
});
