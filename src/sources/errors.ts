/**
 * What can go wrong with a source, told apart in one place: what happened, whether trying again can help,
 * and what a person can do. The driver's own error stays the cause and goes to the log only.
 */
const PROBLEMS = {
  unreachable: {
    retry: true,
    says: 'the server cannot be reached',
    advice: 'Check host, port and firewall, and that the server is running.',
  },
  'name-unknown': {
    retry: true,
    says: 'the host name is not known',
    advice: 'Check host in the configuration and the name service of this machine.',
  },
  'timed-out': {
    retry: true,
    says: 'the server did not answer in time',
    advice: 'It may be busy; the limits are set under limits of the source.',
  },
  interrupted: { retry: true, says: 'the connection broke off', advice: 'The server or the network closed it.' },
  deadlock: { retry: true, says: 'the server ended the read to resolve a deadlock or lock wait', advice: '' },
  'too-many-connections': {
    retry: true,
    says: 'the server has no free connection',
    advice: 'Lower limits.connections of the source or raise the server’s own limit.',
  },
  'login-refused': {
    retry: false,
    says: 'the server refused the login',
    advice: 'Check user, password and database in the configuration.',
  },
  'no-right': {
    retry: false,
    says: 'the login has no right to read this',
    advice: 'Grant it SELECT; sql/ has the statements.',
  },
  'no-database': {
    retry: false,
    says: 'there is no such database, or the login may not use it',
    advice: 'Check database in the configuration.',
  },
  'no-table': {
    retry: false,
    says: 'there is no such table or view',
    advice: 'Check from in the mapping, with its schema, and that the login may read it.',
  },
  'no-column': {
    retry: false,
    says: 'a mapped column is not there',
    advice: 'Check columns in the mapping; tally check lists what is there.',
  },
  'no-meaning': {
    retry: false,
    says: 'there is a demand, but not what it means over time',
    advice: 'Write meaning.demand in the mapping: complete (of that date) or flow (rows add up).',
  },
  'tls-untrusted': {
    retry: false,
    says: 'the server’s certificate is not trusted',
    advice: 'Name its authority under ca, or write tls: insecure.',
  },
  'tls-name': {
    retry: false,
    says: 'the server’s certificate is for another host name',
    advice: 'Use the name in the certificate as host, or write tls: insecure.',
  },
  'no-tls': {
    retry: false,
    says: 'the server does not offer encryption',
    advice: 'Switch it on there, or write tls: off.',
  },
  'tls-required': {
    retry: false,
    says: 'the server takes encrypted connections only',
    advice: 'Write tls: verify.',
  },
  'no-file': { retry: false, says: 'no such file', advice: 'Check folder of the source and from in the mapping.' },
  'bad-file': { retry: false, says: 'the file cannot be read', advice: 'Check its delimiter, encoding and heading.' },
  'no-time-zone': {
    retry: false,
    says: 'the server does not know the time zone',
    advice: 'Load its time zone tables (mysql_tzinfo_to_sql), or use timeZone: UTC.',
  },
  cancelled: { retry: false, says: 'the read was called off', advice: '' },
  failed: { retry: false, says: 'the server reported an error', advice: 'The log holds its message.' },
} as const;

export type SourceProblem = keyof typeof PROBLEMS;

/** Troubles that every table of a source has at the same time. */
const OF_SERVER: ReadonlySet<SourceProblem> = new Set<SourceProblem>([
  'unreachable',
  'name-unknown',
  'too-many-connections',
  'login-refused',
  'no-database',
  'tls-untrusted',
  'tls-name',
  'no-tls',
  'tls-required',
  'no-time-zone',
]);

export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** Whether the same request may succeed if it is simply made again. */
  readonly retry: boolean;
  readonly advice: string;
  /** The trouble in words that a chat may show: no host, no statement. */
  readonly says: string;
  private readonly detail: string | undefined;

  constructor(
    readonly source: string,
    /** Table of the source, null when the trouble is with the source as a whole. */
    readonly table: string | null,
    readonly problem: SourceProblem,
    options: { cause?: unknown; detail?: string } = {},
  ) {
    const { retry, says, advice } = PROBLEMS[problem];
    const place = table === null ? source : `${source}, ${table}`;
    const detail = options.detail ? ` (${options.detail})` : '';
    super(`${place}: ${says}${detail}.${advice ? ` ${advice}` : ''}`, { cause: options.cause });
    this.retry = retry;
    this.says = says;
    this.advice = advice;
    this.detail = options.detail;
  }

  /** Whether every table of the source has it, so that there is no use in asking for another one. */
  get ofServer(): boolean {
    return OF_SERVER.has(this.problem);
  }

  /** The same trouble, seen while a table was being read. */
  at(table: string): SourceError {
    if (this.table !== null) return this;
    const detail = this.detail === undefined ? {} : { detail: this.detail };
    return new SourceError(this.source, table, this.problem, { cause: this.cause, ...detail });
  }
}

/** The error of a read that ended before its last row; `limits` are in milliseconds. */
export function interrupted(
  source: string,
  table: string | null,
  interruption: 'stall' | 'total' | 'cancelled',
  limits: { readonly stall: number; readonly total: number },
): SourceError {
  if (interruption === 'cancelled') return new SourceError(source, table, 'cancelled');
  return new SourceError(source, table, 'timed-out', { detail: `${limits[interruption] / 1000} s` });
}

const BY_CODE: Readonly<Record<string, SourceProblem>> = {
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'interrupted',
  EPIPE: 'interrupted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  CERT_HAS_EXPIRED: 'tls-untrusted',
  CERT_NOT_YET_VALID: 'tls-untrusted',
};

/** Walks an error's causes for a code of the network or TLS layer, which both drivers wrap in their own. */
export function networkProblem(error: unknown): SourceProblem | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth++) {
    const code = 'code' in at ? String(at.code) : '';
    const known = BY_CODE[code];
    if (known) return known;
    at = 'originalError' in at && at.originalError ? at.originalError : at.cause;
  }
  return null;
}
