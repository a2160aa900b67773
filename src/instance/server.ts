import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { Guest, type GuestOptions, MOST } from './guest.js';
import { nurseryOf, prepare } from './place.js';
import { TIMES, type Times } from './protocol.js';

export interface ServeOptions extends Omit<GuestOptions, 'times'> {
  /** Of `placeOf`. Whoever calls holds the model, so that what is there now is a dead process' socket. */
  readonly place: string;
  readonly times?: Partial<Times>;
}

export interface Instance {
  /** Nobody new is let in; what is being answered has a moment to end. Afterwards the model may be let go of. */
  close(): Promise<void>;
}

/** Listens for the other processes of this user. Throws the file system's error where there can be no socket. */
export async function serve(options: ServeOptions): Promise<Instance> {
  const times = { ...TIMES, ...options.times };
  const guests = new Set<Guest>();
  const server = createServer((socket) => {
    const guest = new Guest(socket, { ...options, times }, () => guests.size > MOST);
    guests.add(guest);
    void guest.done().then(() => guests.delete(guest));
  });
  server.maxConnections = 4 * MOST;
  await open(server, options.place);
  server.on('error', (error) => options.log.error({ err: error }, 'instance failed'));
  // The process still holds the model when it exits, so that what is there is its own.
  const remove = () => removeSocket(options.place);
  process.once('exit', remove);
  return {
    async close() {
      process.off('exit', remove);
      remove();
      server.close();
      for (const guest of guests) guest.leave();
      const late = elapsed(times.leave);
      await Promise.race([Promise.all([...guests].map((guest) => guest.done())), late.over]);
      late.cancel();
      for (const guest of guests) guest.drop();
    },
  };
}

/** Made in a folder that only this user may enter, closed to others, then moved: there is no moment at which it is open. */
async function open(server: Server, place: string): Promise<void> {
  if (process.platform === 'win32') return listen(server, place);
  prepare(place);
  const nursery = nurseryOf(place);
  for (const left of readdirSync(dirname(place)).filter((name) => isLeft(name, nursery)))
    rmSync(join(dirname(place), left), { recursive: true, force: true });
  const folder = mkdtempSync(nursery);
  try {
    const made = join(folder, 's');
    await listen(server, made);
    chmodSync(made, 0o600);
    renameSync(made, place);
  } catch (error) {
    server.close();
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isLeft = (name: string, nursery: string): boolean =>
  name.startsWith(basename(nursery)) && name.length === basename(nursery).length + 6;

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function removeSocket(place: string): void {
  if (process.platform === 'win32' || !existsSync(place)) return;
  try {
    unlinkSync(place);
  } catch {
    // Whoever comes next finds that nobody answers there.
  }
}

function elapsed(milliseconds: number): { readonly over: Promise<void>; cancel(): void } {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    cancel = () => clearTimeout(timer);
  });
  return { over, cancel };
}
