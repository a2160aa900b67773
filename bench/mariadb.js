import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const HOST = '127.0.0.1';
/** Holds all rows of a bench in memory, so that the baseline never waits for a disk. */
const BUFFER_POOL = '1G';

/**
 * @typedef {object} Server
 * @property {string} host
 * @property {number} port
 * @property {string} user
 * @property {string} password
 * @property {() => Promise<void>} close  Ends the server; its data stays.
 */

/**
 * A private server of this machine over the data of `folder`, which is made when it is absent.
 *
 * @param {string} folder
 * @returns {Promise<Server>}
 */
export async function startMariaDb(folder) {
  const options = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
  if (!existsSync(folder)) {
    await mkdir(folder, { recursive: true });
    const passwordless = ['--auth-root-authentication-method=normal', '--skip-test-db'];
    await promisify(execFile)(executable('mariadb-install-db'), [...options, ...passwordless]);
  }
  const port = await freePort();
  const server = spawn(
    executable('mariadbd'),
    [
      ...options,
      `--port=${port}`,
      `--bind-address=${HOST}`,
      `--socket=${join(folder, 'socket')}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--innodb-buffer-pool-size=${BUFFER_POOL}`,
      '--innodb-log-file-size=256M',
      '--innodb-flush-log-at-trx-commit=0',
      '--skip-name-resolve',
      '--skip-log-bin',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const end = () => server.kill();
  process.once('exit', end);
  await ready(server);
  return {
    host: HOST,
    port,
    user: 'root',
    password: '',
    async close() {
      process.off('exit', end);
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}

/** @param {string} name */
function executable(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const path = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  if (path === undefined) throw new Error(`${name} is not installed; the bench needs MariaDB 10.6 or later`);
  return path;
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<void>}
 */
function ready(server) {
  let log = '';
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`mariadbd ended with code ${code}:\n${log.slice(-2000)}`)));
    server.stderr?.setEncoding('utf8').on('data', (text) => {
      log += text;
      if (log.includes('ready for connections')) resolve();
    });
  });
}

async function freePort() {
  const probe = createServer();
  probe.listen(0, HOST);
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}
