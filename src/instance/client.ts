import { connect, type Socket } from 'node:net';
import { lineReader } from './lines.js';
import type { ProgressStep } from './output.js';
import { isOurs } from './place.js';
import { type Frame, HELLO, type Holder, PROTOCOL, type Refusal, type Request, TIMES, type Times } from './protocol.js';

/** What an instance said to a request. Of an answer that did not come whole nothing is handed out. */
export type Told =
  | { readonly kind: 'answered'; readonly holder: Holder; readonly exit: number; readonly said: readonly Said[] }
  | { readonly kind: 'refused'; readonly holder: Holder; readonly reason: Refusal; readonly says: string }
  /** It took the request and went away, or fell silent, before the answer was whole. */
  | { readonly kind: 'lost'; readonly holder: Holder; readonly silent: boolean }
  /** Nobody listens there, or whoever did is just leaving. */
  | { readonly kind: 'absent' };

export type Said = { readonly out: string } | { readonly err: string } | { readonly keep: Uint8Array };

/** Longest line of an answer, in bytes; the whole CSV of a question is one. */
const LONGEST_FRAME = 512 * 1024 * 1024;

/** Asks the instance at a place. Never rejects. */
export async function tell(
  place: string,
  request: Omit<Request, 'protocol'>,
  onProgress: (step: ProgressStep) => void = () => undefined,
  times: Partial<Times> = {},
): Promise<Told> {
  if (!isOurs(place)) return { kind: 'absent' };
  const { accept, silence } = { ...TIMES, ...times };
  const socket = connect(place);
  return new Promise((resolve) => {
    const said: Said[] = [];
    let holder: Holder | null = null;
    let accepted = false;
    const done = (told: Told) => {
      socket.destroy();
      resolve(told);
    };
    const lose = (silent: boolean) =>
      done(holder !== null && accepted ? { kind: 'lost', holder, silent } : { kind: 'absent' });
    const take = (frame: Frame) => {
      if ('holder' in frame) holder = frame.holder;
      else if (holder === null) lose(false);
      else if ('refused' in frame) done({ kind: 'refused', holder, reason: frame.refused, says: frame.says });
      else if ('exit' in frame) done({ kind: 'answered', holder, exit: frame.exit, said });
      else if ('progress' in frame) onProgress(frame.progress);
      else if ('keep' in frame) said.push({ keep: Buffer.from(frame.keep, 'base64') });
      else if ('out' in frame || 'err' in frame) said.push(frame);
      else if ('accepted' in frame) {
        accepted = true;
        socket.setTimeout(silence);
      }
    };
    socket.setTimeout(accept);
    socket.on('timeout', () => lose(true));
    socket.on('error', () => lose(false));
    socket.on('close', () => lose(false));
    socket.on('connect', () => socket.write(`${JSON.stringify({ protocol: PROTOCOL, ...request })}\n`));
    receive(socket, take, () => lose(false));
  });
}

function receive(socket: Socket, take: (frame: Frame) => void, onGarbage: () => void): void {
  const read = lineReader((line) => take(JSON.parse(line)), LONGEST_FRAME);
  socket.on('data', (chunk) => {
    try {
      read(chunk);
    } catch {
      onGarbage();
    }
  });
}

/** Who holds the model, as far as anybody listens; and why it would refuse a request like this one. */
export async function holderAt(
  place: string,
  who: Pick<Request, 'version' | 'config' | 'asker'>,
): Promise<{ readonly holder: Holder; readonly refused: Refusal | null; readonly says: string } | null> {
  const said = { command: HELLO, payload: null, cwd: '', columns: null, colours: false, tty: false };
  const told = await tell(place, { ...who, ...said });
  switch (told.kind) {
    case 'answered':
      return { holder: told.holder, refused: null, says: '' };
    case 'refused':
      return { holder: told.holder, refused: told.reason, says: told.says };
    case 'lost':
    case 'absent':
      return null;
  }
}
