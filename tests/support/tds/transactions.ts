import { TdsError } from './errors.js';
import type { TransactionRequest } from './requests.js';
import { transactionBegun, transactionCommitted, transactionRolledBack } from './tokens.js';
import type { IsolationLevel, TdsTransaction } from './types.js';

type Outcome = Exclude<TdsTransaction['outcome'], 'open'>;

/** The transactions of one connection; each change gives the ENVCHANGE token that tells the client. */
export class Transactions {
  readonly #log: TdsTransaction[];

  readonly #told: (isolation: IsolationLevel | null) => void;

  /** Keeps the transactions in `log`, oldest first, and tells of each when it begins, and null when it is over. */
  constructor(log: TdsTransaction[], told: (isolation: IsolationLevel | null) => void) {
    this.#log = log;
    this.#told = told;
  }

  handle(request: TransactionRequest): Buffer {
    switch (request.kind) {
      case 'begin':
        if (this.#open() !== undefined)
          throw new Error('a transaction is open already; this server does not nest them');
        this.#log.push({ isolation: request.isolation, outcome: 'open' });
        this.#told(request.isolation);
        return transactionBegun(this.#descriptor());
      case 'commit':
        this.#close('committed', new TdsError(3902, noTransaction('COMMIT')));
        return transactionCommitted(this.#descriptor());
      case 'rollback':
        this.#close('rolled back', new TdsError(3903, noTransaction('ROLLBACK')));
        return transactionRolledBack(this.#descriptor());
    }
  }

  /** The server gives the open transaction up, if there is one. */
  abort(): Buffer[] {
    return this.#open() === undefined ? [] : [this.handle({ kind: 'rollback' })];
  }

  #open(): TdsTransaction | undefined {
    const last = this.#log.at(-1);
    return last?.outcome === 'open' ? last : undefined;
  }

  #close(outcome: Outcome, otherwise: TdsError): void {
    const open = this.#open();
    if (open === undefined) throw otherwise;
    this.#log[this.#log.length - 1] = { ...open, outcome };
    this.#told(null);
  }

  /** The eight bytes that stand for the newest transaction, which the client repeats in its requests. */
  #descriptor(): Buffer {
    const descriptor = Buffer.alloc(8);
    descriptor.writeBigUInt64LE(BigInt(this.#log.length));
    return descriptor;
  }
}

function noTransaction(request: 'COMMIT' | 'ROLLBACK'): string {
  return `The ${request} TRANSACTION request has no corresponding BEGIN TRANSACTION.`;
}
