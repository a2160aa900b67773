import type { TdsError } from './errors.js';

/**
 * What goes wrong with a query: at once, or after `afterRows` rows (at the end of the answer if it has fewer).
 *
 * - `error`: the server reports `error`, and the connection lives on.
 * - `close`: the server closes the connection in good order (TCP FIN), as it does when it shuts down.
 * - `reset`: the connection is reset (TCP RST); the client may read fewer rows than were sent.
 * - `wait`: a query that takes for ever: nothing more comes until the client cancels, which is acknowledged.
 * - `stall`: a dead network: nothing more comes, the socket stays open, and a cancel is not acknowledged either.
 */
export type QueryFault = { readonly afterRows?: number } & (
  | { readonly kind: 'error'; readonly error: TdsError }
  | { readonly kind: 'close' | 'reset' | 'wait' | 'stall' }
);

/** What goes wrong with a login; `stall` never answers the client's first packet. */
export type LoginFault =
  | { readonly kind: 'error'; readonly error: TdsError }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stall' };

/** Part of a SQL text, or a test of the whole of it. */
export type QueryMatch = string | ((sql: string) => boolean);

/** Faults that a test has ordered; each strikes once, the oldest matching first. */
export class Faults {
  readonly #logins: LoginFault[] = [];
  readonly #queries: { match: QueryMatch; fault: QueryFault }[] = [];

  onNextLogin(fault: LoginFault): void {
    this.#logins.push(fault);
  }

  onNextQuery(match: QueryMatch, fault: QueryFault): void {
    this.#queries.push({ match, fault });
  }

  takeLogin(): LoginFault | undefined {
    return this.#logins.shift();
  }

  takeQuery(sql: string): QueryFault | undefined {
    const index = this.#queries.findIndex(({ match }) =>
      typeof match === 'string' ? sql.includes(match) : match(sql),
    );
    return index === -1 ? undefined : this.#queries.splice(index, 1)[0]?.fault;
  }
}
