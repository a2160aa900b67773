import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atMost, median, p95 } from './measure.js';

const ROUNDS = 7;
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const START = `"${process.execPath}" dist/cli.js start`;
const LONGEST = 2;
const { TALLY_CONFIG: _, ...environment } = process.env;

/**
 * How long a person waits for the prompt and for the first answer, the demo being loaded. Needs the
 * `script` of util-linux, which gives the command a terminal.
 *
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchPrompt() {
  await session(START);
  const findings = [];
  for (const { name, command, most } of [
    { name: 'start', command: START, most: LONGEST },
    { name: 'npm start', command: 'npm start' },
  ]) {
    const sessions = [];
    for (let round = 0; round < ROUNDS; round += 1) sessions.push(await session(command));
    const ready = sessions.map((one) => one.ready);
    const answered = sessions.map((one) => one.answered);
    findings.push(
      atMost(`${name}: seconds to the prompt, median`, median(ready), most),
      atMost(`${name}: seconds to the prompt, p95`, p95(ready), most),
      atMost(`${name}: seconds to the first answer, median`, median(answered), most),
      atMost(`${name}: seconds to the first answer, p95`, p95(answered), most),
    );
  }
  return findings;
}

/**
 * Opens the chat, asks for help, leaves. Seconds since the command was given.
 *
 * @param {string} command
 */
async function session(command) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: FOLDER,
    env: environment,
  });
  const screen = watch(terminal.stdout);
  await screen.shows('tally>');
  const ready = seconds();
  terminal.stdin.write('/stock help\n');
  await screen.shows('What you can ask about stock');
  const answered = seconds();
  const ended = once(terminal, 'exit');
  terminal.stdin.write('exit\n');
  await ended;
  return { ready, answered };
}

/** @param {import('node:stream').Readable} output */
function watch(output) {
  let text = '';
  let look = () => undefined;
  output.setEncoding('utf8').on('data', (more) => {
    text += more;
    look();
  });
  return {
    /**
     * @param {string} words
     * @returns {Promise<void>}
     */
    shows: (words) =>
      new Promise((resolve, reject) => {
        look = () => (text.includes(words) ? resolve() : undefined);
        output.once('end', () => reject(new Error(`The chat ended without “${words}”:\n${text}`)));
        look();
      }),
  };
}
