import { aborted, streamAnswer, struckAfter } from './answering.js';
import { asTdsError, DEADLOCK_VICTIM } from './errors.js';
import type { Faults, QueryFault } from './faults.js';
import { housekeepingAnswer } from './housekeeping.js';
import { type Message, PacketType } from './packets.js';
import type { Reply } from './reply.js';
import { parseRequest, type Query } from './requests.js';
import * as tokens from './tokens.js';
import { Transactions } from './transactions.js';
import type { IsolationLevel, TdsAnswer, TdsParameters, TdsTransaction } from './types.js';

export interface ResponderOptions {
  readonly answer: (sql: string, parameters: TdsParameters) => Promise<TdsAnswer>;
  readonly faults: Faults;
  /** Where the connection's transactions are recorded. */
  readonly transactions: TdsTransaction[];
  /** Called when a transaction has begun, and with null when it is over. */
  transaction(isolation: IsolationLevel | null): void;
  /** Called with each SQL text that is not the driver's own housekeeping. */
  asked(sql: string): void;
  /** Ends the TCP connection, in an orderly way (FIN) or not (RST). */
  disconnect(how: 'close' | 'reset'): void;
  /** Stops the session from hearing its client. */
  deafen(): void;
}

/** Answers the requests of one logged-in connection, one at a time. */
export class Responder {
  readonly #options: ResponderOptions;
  readonly #transactions: Transactions;

  constructor(options: ResponderOptions) {
    this.#options = options;
    this.#transactions = new Transactions(options.transactions, options.transaction);
  }

  /** Writes the whole reply, which an abort of `signal` — a cancel, or the end of the connection — cuts short. */
  async respond(message: Message, reply: Reply, signal: AbortSignal): Promise<void> {
    try {
      if (message.ignored) reply.end(tokens.done({ flags: ['error'] }));
      else await Promise.race([this.#answer(message, reply, signal), aborted(signal)]);
    } catch (error) {
      if (signal.aborted) reply.end(tokens.done({ flags: ['error'] }));
      else reply.end(...this.#failure(message, error));
    }
  }

  /** The connection is lost, and with it the transaction. */
  lost(): void {
    this.#transactions.abort();
  }

  async #answer(message: Message, reply: Reply, signal: AbortSignal): Promise<void> {
    const request = parseRequest(message);
    if (request.kind === 'query') {
      const rows = await this.#run(request, reply, signal);
      reply.end(...completion(message, { rows }));
    } else {
      reply.end(this.#transactions.handle(request), ...completion(message, {}));
    }
  }

  /** Streams the rows of a query, and resolves to their count. */
  async #run({ sql, parameters }: Query, reply: Reply, signal: AbortSignal): Promise<number | undefined> {
    const housekeeping = housekeepingAnswer(sql);
    if (housekeeping !== undefined) return await streamAnswer(housekeeping, reply, signal);

    const { answer, asked, faults } = this.#options;
    asked(sql);
    const fault = faults.takeQuery(sql);
    if (fault === undefined) return await streamAnswer(await answer(sql, parameters), reply, signal);

    const strike = () => this.#strike(fault, reply, signal);
    const { afterRows = 0 } = fault;
    if (afterRows === 0) return await strike();
    return await streamAnswer(struckAfter(afterRows, await answer(sql, parameters), strike), reply, signal);
  }

  async #strike(fault: QueryFault, reply: Reply, signal: AbortSignal): Promise<never> {
    await reply.flush();
    switch (fault.kind) {
      case 'error':
        throw fault.error;
      case 'close':
      case 'reset':
        this.#options.disconnect(fault.kind);
        break;
      case 'stall':
        this.#options.deafen();
        break;
      case 'wait':
        break;
    }
    return await aborted(signal);
  }

  #failure(message: Message, thrown: unknown): Buffer[] {
    const error = asTdsError(thrown);
    const rollback = error.number === DEADLOCK_VICTIM ? this.#transactions.abort() : [];
    return [tokens.errorToken(error), ...rollback, ...completion(message, { error: error.number })];
  }
}

/** How a reply ends: a SQL batch or transaction request with DONE, a procedure with DONEINPROC, RETURNSTATUS and DONEPROC. */
function completion({ type }: Message, { rows, error }: { rows?: number | undefined; error?: number }): Buffer[] {
  const flags = error === undefined ? [] : (['error'] as const);
  if (type !== PacketType.rpc) return [tokens.done({ rows, flags })];
  return [
    tokens.done({ token: 'doneInProc', rows, flags: [...flags, 'more'] }),
    tokens.returnStatus(error ?? 0),
    tokens.done({ token: 'doneProc', flags }),
  ];
}
