import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { describe, test } from 'vitest';
import type { Certificates } from './certificates.js';
import { freePort } from './port.js';

const HOST = '127.0.0.1';
const PASSWORD = `it's "secret"`;
const PEM = ['ca', 'cert', 'key'] as const;

export interface MariaDb {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Null where the server is not one of our own. */
  readonly socket: string | null;
  createDatabase(name: string): Promise<void>;
  /** Runs one statement as the administrator, and returns its rows. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Ends the server at once; what was committed is there again after `restart`. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and data, after `kill`. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface MariaDbOptions {
  /** Left out, the server offers no TLS. */
  readonly tls?: Certificates;
  /** Never use the server of TALLY_TEST_MYSQL_URL: the test kills or restarts it. TLS and `env` imply it. */
  readonly own?: boolean;
  /** Variables of the server’s environment, besides those of the test. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A server with an empty data folder of its own, on a free port of this machine; or the one that
 * TALLY_TEST_MYSQL_URL names (`mysql://user:password@host:port`), where that will do.
 */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const url = urlFor(options);
  return url ? existing(new URL(url)) : startOwn(options);
}

/** A suite that needs `startMariaDb`: without a server it is skipped, or fails where CI is set. */
export function describeWithMariaDb(name: string, suite: () => void, options: MariaDbOptions = {}): void {
  if (urlFor(options) || executable('mariadbd')) {
    describe(name, suite);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error('mariadbd is not installed, and CI must not skip this suite');
    });
  } else {
    describe.skip(`${name} (mariadbd is not installed)`, suite);
  }
}

const urlFor = ({ tls, own, env }: MariaDbOptions): string | undefined =>
  tls || own || env ? undefined : process.env.TALLY_TEST_MYSQL_URL;

function executable(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

type Login = Pick<MariaDb, 'host' | 'port' | 'user' | 'password'>;

async function query(login: Login, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { host, port, user, password } = login;
  const connection = await createConnection({ host, port, user, password, dateStrings: true });
  try {
    const [rows] = await connection.query(sql);
    return Array.isArray(rows) ? (rows as Readonly<Record<string, unknown>>[]) : [];
  } finally {
    connection.destroy();
  }
}

async function createDatabase(login: Login, name: string): Promise<void> {
  await query(login, `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`);
}

function existing(url: URL): MariaDb {
  const login = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
  const created: string[] = [];
  const notOurs = async () => {
    throw new Error('this server was not started by the tests; ask for one of their own');
  };
  return {
    ...login,
    socket: null,
    createDatabase: async (name) => {
      await createDatabase(login, name);
      created.push(name);
    },
    query: (sql) => query(login, sql),
    kill: notOurs,
    restart: notOurs,
    close: async () => {
      for (const name of created) await query(login, `DROP DATABASE \`${name}\``);
    },
  };
}

async function startOwn(options: MariaDbOptions): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-mariadb-'));
  let server: ChildProcess | undefined;
  const abandon = () => {
    server?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', abandon);
  const close = async () => {
    process.off('exit', abandon);
    await stop(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const login = { host: HOST, port: await freePort(), user: 'root', password: PASSWORD };
    const args = await install(folder, login.port, options);
    const start = async () => {
      server = spawn(executable('mariadbd') ?? 'mariadbd', args, {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...options.env },
      });
      await ready(server);
    };
    await start();
    return {
      ...login,
      socket: join(folder, 'socket'),
      createDatabase: (name) => createDatabase(login, name),
      query: (sql) => query(login, sql),
      kill: () => stop(server),
      restart: async () => {
        await stop(server);
        await start();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes the data folder; returns the arguments of a server that starts fast and keeps little in memory. */
async function install(folder: string, port: number, { tls }: MariaDbOptions): Promise<readonly string[]> {
  const file = (name: string) => join(folder, name);
  await mkdir(file('tmp'));
  const common = [
    `--datadir=${file('data')}`,
    // A server that starts removes what it takes for leftovers there, which may be another one's.
    `--tmpdir=${file('tmp')}`,
    '--innodb-log-file-size=4M',
    '--innodb-buffer-pool-size=16M',
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
  ];
  const tool = executable('mariadb-install-db') ?? 'mariadb-install-db';
  const passwordless = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  await promisify(execFile)(tool, ['--no-defaults', ...common, ...passwordless]);

  const password = `'${PASSWORD.replaceAll("'", "''")}'`;
  const accounts = [HOST, 'localhost'].map((host) => `root@'${host}' IDENTIFIED BY ${password}`);
  await writeFile(file('setup.sql'), `ALTER USER ${accounts.join(', ')};\n`);
  if (tls) await Promise.all(PEM.map((part) => writeFile(file(`${part}.pem`), tls[part], { mode: 0o600 })));
  return [
    '--no-defaults',
    ...common,
    `--port=${port}`,
    `--bind-address=${HOST}`,
    `--socket=${file('socket')}`,
    `--pid-file=${file('pid')}`,
    `--init-file=${file('setup.sql')}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--performance-schema=OFF',
    // What is committed survives a kill of the process, which is all that a test can do to it.
    '--innodb-flush-log-at-trx-commit=2',
    ...(tls ? PEM.map((part) => `--ssl-${part}=${file(`${part}.pem`)}`) : []),
  ];
}

/** Waits until a server that has just been started takes connections. */
function ready(server: ChildProcess): Promise<void> {
  let log = '';
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`mariadbd ended with code ${code}:\n${log.slice(-2000)}`)));
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('ready for connections')) resolve();
    });
  });
}

async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}
