/** What was found out about one thing. `unknown`: it could not be looked at; the advice says how a person can. */
export interface Finding {
  readonly level: 'ok' | 'unknown' | 'warning' | 'error';
  readonly about:
    | 'bot token'
    | 'scopes'
    | 'app token'
    | 'signing'
    | 'commands'
    | 'app'
    | 'channel'
    | 'user group'
    | 'users';
  readonly text: string;
  /** What to do; empty where nothing is. */
  readonly advice: string;
}

export interface SlackReport {
  /** As “acme, as @tally”; null where Slack did not say. */
  readonly place: string | null;
  readonly findings: readonly Finding[];
}

/** An id and every key of the configuration that names it. */
export interface Named {
  readonly id: string;
  readonly keys: readonly string[];
}
