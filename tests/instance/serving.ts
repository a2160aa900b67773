import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Holder, placeOf, type Times, type Told, tell } from '../../src/instance/index.js';
import { type Instance, type ServeOptions, serve } from '../../src/instance/server.js';
import { temporaryFolder } from '../support/app.js';

export const HOLDER: Holder = {
  role: 'start',
  pid: process.pid,
  since: '2026-03-10T12:00:00.000Z',
  version: '1.0.0',
  config: { file: '/etc/tally.yaml', digest: 'abc' },
};

export const REQUEST = {
  version: '1.0.0',
  config: 'abc',
  command: 'say',
  payload: { text: 'hello' },
  asker: 'anna',
  cwd: '/home/anna',
  columns: 80,
  colours: false,
  tty: false,
} as const;

export const SILENT = { debug: () => undefined, info: () => undefined, error: () => undefined };

export interface Serving {
  readonly place: string;
  readonly instance: Instance;
  ask(changes?: Partial<Parameters<typeof tell>[1]>, times?: Partial<Times>): Promise<Told>;
}

/** An instance in a folder of its own that does what the test says. */
export async function serving(
  execute: ServeOptions['execute'],
  { place = placeOf(join(temporaryFolder(), 'tally.duckdb')), times = {} as Partial<Times> } = {},
): Promise<Serving> {
  const instance = await serve({ place, holder: HOLDER, execute, log: SILENT, times });
  onTestFinished(() => instance.close());
  return {
    place,
    instance,
    ask: (changes = {}, own = {}) => tell(place, { ...REQUEST, ...changes }, undefined, own),
  };
}

/** Everything that comes back for these bytes, until the connection is closed. */
export function raw(place: string, bytes: string | Buffer, { end = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = createConnection(place);
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.on('close', () => resolve(heard));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** Something that listens there and says these lines, whatever it hears. */
export async function impostor(place: string, says: string): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(says);
  });
  await new Promise<void>((resolve) => server.listen(place, resolve));
  onTestFinished(() => {
    server.close();
  });
}
