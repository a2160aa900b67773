import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TdsError } from './errors.js';
import type { Faults, LoginFault } from './faults.js';
import { type Login, loginError, parseLogin7 } from './login.js';
import { INITIAL_PACKET_SIZE, type Message, MessageAssembler, PacketType } from './packets.js';
import { agreedEncryption, Encryption, preloginReply, requestedEncryption } from './prelogin.js';
import { Reply } from './reply.js';
import { Responder } from './responder.js';
import { secure } from './tls.js';
import * as tokens from './tokens.js';
import type { TdsConnection, TdsServerOptions, TdsSession, TdsTransaction } from './types.js';

/** What a session needs from the server it belongs to. */
export interface SessionContext {
  readonly options: TdsServerOptions;
  readonly faults: Faults;
  /** Called with each SQL text that is not the driver's own housekeeping. */
  asked(sql: string): void;
  /** Called when the server, or what it was sent, is broken; the connection closes. */
  broken(error: unknown): void;
}

/** The side of TdsConnection that the session writes. */
type Log = { -readonly [Key in keyof TdsConnection]: TdsConnection[Key] } & {
  readonly queries: string[];
  readonly transactions: TdsTransaction[];
};

/**
 * One client's connection: PRELOGIN, perhaps TLS, LOGIN7, then requests ([MS-TDS] 3.3.5). Messages are handled one after
 * another, but an ATTENTION at once stops the request that is being answered.
 */
export class Session {
  readonly #log: Log = {
    encrypted: false,
    open: true,
    user: undefined,
    database: undefined,
    application: undefined,
    queries: [],
    transactions: [],
    cancels: 0,
  };
  readonly #socket: Socket;
  readonly #spid: number;
  readonly #session: TdsSession;
  readonly #context: SessionContext;
  readonly #messages = new MessageAssembler();
  #stream: Duplex;
  #packetSize = INITIAL_PACKET_SIZE;
  #handled: Promise<void> = Promise.resolve();
  #current = new AbortController();
  #deaf = false;
  #loginFault: LoginFault | undefined;
  #responder: Responder | undefined;

  constructor(socket: Socket, spid: number, context: SessionContext) {
    this.#socket = socket.setNoDelay(true);
    this.#spid = spid;
    this.#session = { spid };
    this.#context = context;
    this.#stream = this.#listen(socket);
    socket.once('close', () => {
      this.#log.open = false;
      this.#current.abort();
      this.#responder?.lost();
    });
  }

  get log(): TdsConnection {
    return this.#log;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #listen(stream: Duplex): Duplex {
    stream.on('data', this.#receiveChunk);
    stream.on('error', () => this.destroy()); // a lost connection is one of the ways in which clients leave
    return stream;
  }

  readonly #receiveChunk = (chunk: Buffer): void => {
    try {
      for (const message of this.#messages.push(chunk)) this.#receive(message);
    } catch (error) {
      this.#fail(error);
    }
  };

  #receive(message: Message): void {
    if (this.#deaf) return;
    if (message.type === PacketType.attention) this.#current.abort();
    else this.#current = new AbortController();
    const { signal } = this.#current;
    this.#handled = this.#handled
      .then(() => this.#handle(message, signal))
      .catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#context.broken(error);
    this.destroy();
  }

  async #handle(message: Message, signal: AbortSignal): Promise<void> {
    switch (message.type) {
      case PacketType.prelogin:
        return this.#negotiate(message.payload);
      case PacketType.login7:
        return this.#logIn(message.payload);
      case PacketType.attention:
        return this.#acknowledgeCancel();
      default:
        if (this.#responder === undefined) throw new Error(`message of type ${message.type} before the login`);
        await this.#responder.respond(message, this.#reply(), signal);
    }
  }

  #reply(): Reply {
    return new Reply(this.#stream, this.#spid, this.#packetSize);
  }

  #negotiate(prelogin: Buffer): void {
    this.#loginFault = this.#context.faults.takeLogin();
    if (this.#loginFault?.kind === 'stall') this.#deaf = true;
    else if (this.#loginFault?.kind === 'reset') this.#socket.resetAndDestroy();
    else this.#agreeOnEncryption(requestedEncryption(prelogin));
  }

  /** A client that refuses the encryption demanded of it is left to close the connection. */
  #agreeOnEncryption(requested: number): void {
    const { tls } = this.#context.options;
    this.#reply().end(preloginReply(agreedEncryption(requested, tls !== undefined)));
    if (tls === undefined || requested === Encryption.notSupported) return;
    this.#socket.off('data', this.#receiveChunk);
    this.#stream = this.#listen(secure(this.#socket, tls));
    this.#log.encrypted = true;
  }

  #logIn(login7: Buffer): void {
    const { tls, login: expected } = this.#context.options;
    if (tls !== undefined && !this.#log.encrypted) throw new Error('a login in clear text, although TLS is demanded');

    const login = parseLogin7(login7);
    this.#log.user = login.user;
    this.#log.database = login.database;
    this.#log.application = login.application;
    const refusal = this.#loginFault?.kind === 'error' ? this.#loginFault.error : loginError(login, expected);
    if (refusal !== undefined) this.#refuse(refusal);
    else this.#admit(login);
  }

  #refuse(error: TdsError): void {
    this.#reply().end(tokens.errorToken(error), tokens.done({ flags: ['error'] }));
    this.#stream.end();
  }

  #admit({ database, packetSize }: Login): void {
    this.#reply().end(
      tokens.databaseChange(database),
      tokens.collationChange(),
      tokens.languageChange(),
      tokens.loginAck(),
      tokens.packetSizeChange(packetSize),
      tokens.done(),
    );
    this.#packetSize = packetSize;
    this.#responder = new Responder({
      answer: (sql, parameters) => this.#context.options.answer(sql, parameters, this.#session),
      transaction: (isolation) => this.#context.options.transaction?.(this.#session, isolation),
      faults: this.#context.faults,
      transactions: this.#log.transactions,
      asked: (sql) => {
        this.#log.queries.push(sql);
        this.#context.asked(sql);
      },
      disconnect: (how) => (how === 'reset' ? this.#socket.resetAndDestroy() : this.#socket.destroy()),
      deafen: () => {
        this.#deaf = true;
      },
    });
  }

  /** Always a message of its own, behind whatever was left of the cancelled reply ([MS-TDS] 2.2.1.7). */
  #acknowledgeCancel(): void {
    this.#log.cancels += 1;
    this.#reply().end(tokens.done({ flags: ['attention'] }));
  }
}
