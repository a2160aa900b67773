/**
 * Loaded into Tally by the load bench (`NODE_OPTIONS=--import`): told anything over the channel to its parent, it
 * answers with what the process took since it was last told.
 */
import { openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * @typedef {object} Seen
 * @property {number} longest  Milliseconds for which the main thread did not come back to its timers, at the most.
 * @property {number} p99  Of the same.
 * @property {number} own  `longest` without the time for which the thread waited for a processor.
 * @property {number} cpu  Milliseconds of processor time, all threads.
 * @property {number} main  Milliseconds of processor time, main thread.
 * @property {number} rss  Bytes, now.
 * @property {number} heap  Bytes in use, now.
 */

const RESOLUTION = 1;

if (isMainThread && process.send) watch();

function watch() {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  const probe = startProbe();
  let before = { cpu: cpu(), main: probe.main() };
  process.on('message', () => {
    const now = { cpu: cpu(), main: probe.main() };
    const { rss, heapUsed: heap } = process.memoryUsage();
    /** @type {Seen} */
    const seen = {
      longest: delays.max / 1e6 - RESOLUTION,
      p99: delays.percentile(99) / 1e6 - RESOLUTION,
      own: probe.longest(),
      cpu: now.cpu - before.cpu,
      main: now.main - before.main,
      rss,
      heap,
    };
    before = now;
    delays.reset();
    process.send?.(seen);
  });
  process.channel?.unref();
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The kernel's own account of the main thread: for how long it ran, and for how long it waited to. */
function startProbe() {
  const EVERY = 2;
  const account = openSync('/proc/self/schedstat', 'r');
  const text = Buffer.alloc(64);
  const read = () => text.toString('latin1', 0, readSync(account, text, 0, text.length, 0)).split(' ');
  const waited = () => Number(read()[1]) / 1e6;
  let last = { at: performance.now(), waited: waited() };
  let longest = 0;
  setInterval(() => {
    const now = { at: performance.now(), waited: waited() };
    longest = Math.max(longest, now.at - last.at - EVERY - (now.waited - last.waited));
    last = now;
  }, EVERY).unref();
  return {
    main: () => Number(read()[0]) / 1e6,
    /** Since it was last asked for. */
    longest() {
      const since = longest;
      longest = 0;
      return since;
    },
  };
}
