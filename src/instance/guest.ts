import type { Socket } from 'node:net';
import { lineReader } from './lines.js';
import type { Output } from './output.js';
import { type Frame, HELLO, type Holder, LONGEST_REQUEST, type Refusal, type Request, type Times } from './protocol.js';
import { readRequest } from './request.js';

/** What another process wants done. `payload` was not looked at yet. */
export type Call = Pick<Request, 'command' | 'payload' | 'asker'>;

/** Connections that are answered at the same time. */
export const MOST = 64;

type Log = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface GuestOptions {
  readonly holder: Holder;
  /** Does it and yields the exit code. What it throws is ours: the client is told that it failed. */
  readonly execute: (call: Call, output: Output) => Promise<number>;
  readonly log: { readonly debug: Log; readonly info: Log; readonly error: Log };
  readonly times: Times;
}

/** One connection: one request, one answer. */
export class Guest {
  private readonly closed: Promise<void>;
  private work: Promise<void> = Promise.resolve();
  private answering = false;
  private deadline: NodeJS.Timeout;

  constructor(
    private readonly socket: Socket,
    private readonly options: GuestOptions,
    private readonly crowded: () => boolean,
  ) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    // One that went away has no use for its answer; what others share of the work goes on.
    socket.on('error', () => socket.destroy());
    this.deadline = setTimeout(
      () => this.refuse('invalid', 'The request did not arrive in time.'),
      options.times.request,
    );
    const read = lineReader((line) => this.receive(line), LONGEST_REQUEST);
    socket.on('data', (chunk) => {
      if (this.answering) return;
      try {
        read(chunk);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.refuse('invalid', `A request has at most ${LONGEST_REQUEST} bytes.`);
      }
    });
    socket.on('close', () => clearTimeout(this.deadline));
  }

  /** Its request never came: it finds another instance, or none. */
  leave(): void {
    if (!this.answering) this.socket.destroy();
  }

  drop(): void {
    this.socket.destroy();
  }

  /** Also what is done for one that went away is waited for: it is at work with the model. */
  async done(): Promise<void> {
    await this.closed;
    await this.work;
  }

  private fail(error: unknown): void {
    this.options.log.error({ err: error }, 'guest not answered');
    this.socket.destroy();
  }

  private receive(line: string): void {
    if (this.answering) return;
    const { holder } = this.options;
    const read = readRequest(line, holder.version);
    switch (read.kind) {
      case 'no request':
        this.refuse('invalid', 'That is no request of Tally.');
        return;
      case 'other version':
        this.refuse('version', `${name(holder)} is version ${holder.version}, this is ${read.version}. ${END}`);
        return;
      case 'request':
        if (read.request.config !== holder.config.digest) this.refuse('config', configRefusal(holder));
        else if (this.crowded())
          this.refuse('busy', `${name(holder)} is answering ${MOST} others. Try again in a moment.`);
        else this.work = this.answer(read.request).catch((error: unknown) => this.fail(error));
    }
  }

  private refuse(refused: Refusal, says: string): void {
    this.begin();
    this.send({ refused, says });
    this.socket.end();
    // Whoever goes on sending does not keep the connection.
    const late = setTimeout(() => this.socket.destroy(), this.options.times.request);
    this.socket.once('close', () => clearTimeout(late));
  }

  private begin(): void {
    clearTimeout(this.deadline);
    this.answering = true;
    this.send({ holder: this.options.holder });
  }

  private async answer(request: Request): Promise<void> {
    this.begin();
    this.send({ accepted: true });
    if (request.command === HELLO) return this.end(0);
    const { command, asker } = request;
    this.options.log.debug({ command, asker }, 'guest let in');
    const stop = this.keepAlive();
    const started = performance.now();
    let exit = 1;
    try {
      exit = await this.options.execute(request, this.output(request));
    } finally {
      stop();
      this.options.log.info(
        { command, asker, exit, durationMs: Math.round(performance.now() - started) },
        'guest answered',
      );
    }
    this.end(exit);
  }

  private end(exit: number): void {
    this.send({ exit });
    this.socket.end();
    const late = setTimeout(() => this.socket.destroy(), this.options.times.silence);
    this.socket.once('close', () => clearTimeout(late));
  }

  /** Signs of life; a client that takes nothing for long is given up. */
  private keepAlive(): () => void {
    const { beat, silence } = this.options.times;
    let stuck = 0;
    const timer = setInterval(() => {
      stuck = this.socket.writableLength > 0 ? stuck + beat : 0;
      if (stuck >= silence) this.socket.destroy();
      else if (stuck === 0) this.send({ alive: true });
    }, beat);
    return () => clearInterval(timer);
  }

  private output({ cwd, columns, colours, tty }: Request): Output {
    return {
      out: (text) => this.send({ out: text }),
      err: (text) => this.send({ err: text }),
      keep: (_, bytes) => this.send({ keep: Buffer.from(bytes).toString('base64') }),
      progress: (step) => {
        // A bar that is not up to date hurts less than a queue of steps.
        if (this.socket.writableLength === 0 || step.kind !== 'rows') this.send({ progress: step });
      },
      cwd,
      columns,
      colours,
      tty,
    };
  }

  private send(frame: Frame): void {
    if (this.socket.writable) this.socket.write(`${JSON.stringify(frame)}\n`);
  }
}

const END = 'End that one and start it again.';

const name = ({ pid }: Holder): string => `The running Tally (process ${pid})`;

function configRefusal(holder: Holder): string {
  const { file } = holder.config;
  return `${name(holder)} holds this model with ${file} as that was at ${holder.since}; the configuration asked for is another or has changed since. ${END}`;
}
