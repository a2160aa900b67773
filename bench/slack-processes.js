import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Options of Node for Tally, as `--cpu-prof`, for whoever wants to know where its time goes. */
const OPTIONS = (process.env.BENCH_NODE ?? '').split(' ').filter((option) => option !== '');

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * @typedef {object} Watched
 * @property {(words: import('node:child_process').Serializable) => Promise<unknown>} tell  Yields what it answers.
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Watched & { url: string }>} */
export async function startDouble() {
  const double = fork(file('slack-double.js'));
  const [{ url }] = await once(double, 'message');
  return { ...watched(double), url };
}

/**
 * `tally start` as anybody runs it, but for what watches it from within.
 *
 * @param {string} config
 * @param {string} slack
 * @returns {Promise<Watched>}
 */
export async function startTally(config, slack) {
  const tally = spawn(process.execPath, [...OPTIONS, file('../dist/cli.js'), 'start', '--config', config], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${new URL('slack-watch.js', import.meta.url)}`,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_APP_TOKEN: 'xapp-bench',
      SLACK_API_URL: `${slack}/api/`,
    },
  });
  const started = watched(tally);
  await shows(tally, 'Tally is in');
  return started;
}

/**
 * @param {ChildProcess} child
 * @returns {Watched}
 */
function watched(child) {
  const end = () => child.kill();
  process.once('exit', end);
  const ended = once(child, 'exit');
  return {
    async tell(words) {
      const settled = new AbortController();
      const answered = once(child, 'message', { signal: settled.signal });
      child.send(words);
      try {
        return await Promise.race([answered.then(([answer]) => answer), ended.then(tooEarly)]);
      } finally {
        answered.catch(() => undefined);
        settled.abort();
      }
    },
    async close() {
      process.off('exit', end);
      child.kill();
      await ended;
    },
  };
}

/** @returns {never} */
function tooEarly() {
  throw new Error('A process of the bench ended before its time');
}

/**
 * @param {ChildProcess} child
 * @param {string} words
 * @returns {Promise<void>}
 */
function shows({ stdout }, words) {
  let text = '';
  return new Promise((resolve, reject) => {
    stdout?.setEncoding('utf8').on('data', (more) => {
      text += more;
      if (text.includes(words)) resolve();
    });
    stdout?.once('end', () => reject(new Error(`Tally ended without “${words}”:\n${text}`)));
  });
}
