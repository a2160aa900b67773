import { pino } from 'pino';
import { loggableFields } from './fields.js';
import { redactor } from './redact.js';
import { outerRequestId, requestId } from './request.js';

export { requestId, withRequest } from './request.js';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** What a line says besides its message. An error is described without the values in it, under `err` by custom. */
export type Fields = Readonly<Record<string, unknown>> & {
  /** The line's own. */
  readonly level?: never;
  readonly time?: never;
  readonly request?: never;
  readonly within?: never;
  readonly msg?: never;
};

/** The message is constant text; what varies goes into fields. */
export interface LogCall {
  (fields: Fields, message: string): void;
  (message: string): void;
}

export interface Log {
  readonly debug: LogCall;
  readonly info: LogCall;
  readonly warn: LogCall;
  readonly error: LogCall;
  flush(): void;
}

export interface LogOptions {
  /** Path of a file, whose folder is made when there is none, or `stdout`. */
  readonly destination: string;
  /** One of LOG_LEVELS; anything else is info, and the first line says so. */
  readonly level: string;
  /** Never to be written, in whatever form. */
  readonly secrets: readonly string[];
}

/**
 * JSON lines `{level, time, request?, within?, …fields, msg}`, written at once; `time` is ISO in UTC. A file is
 * readable by its owner only. Throws the file system's error when the file cannot be opened; when it cannot be
 * written to later, Tally goes on and says so once on stderr.
 */
export function openLog({ destination, level, secrets }: LogOptions): Log {
  const hide = redactor(secrets);
  const known = LOG_LEVELS.some((allowed) => allowed === level);
  const logger = pino(
    {
      level: known ? level : 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => requestFields(hide),
      // Ours is described already; pino's own would put the messages of all causes into one.
      serializers: { err: (described: unknown) => described },
    },
    openDestination(destination),
  );
  const call =
    (at: 'debug' | 'info' | 'warn' | 'error'): LogCall =>
    (first: Fields | string, second?: string) => {
      if (!logger.isLevelEnabled(at)) return;
      const [fields, message] = typeof first === 'string' ? [{}, first] : [first, second ?? ''];
      logger[at](loggableFields(fields, hide), hide(message));
    };
  const log = {
    debug: call('debug'),
    info: call('info'),
    warn: call('warn'),
    error: call('error'),
    flush: () => logger.flush(),
  };
  if (!known) log.warn({ asked: level, allowed: LOG_LEVELS }, 'unknown log level, info is used');
  return log;
}

function requestFields(hide: (text: string) => string): Record<string, string> {
  const [request, within] = [requestId(), outerRequestId()];
  return {
    ...(request === null ? {} : { request: hide(request) }),
    ...(within === null ? {} : { within: hide(within) }),
  };
}

/** What a full disk may hold back, in bytes; more is dropped. */
const HELD_BACK = 4 * 1024 * 1024;

function openDestination(destination: string): pino.DestinationStream {
  const dest = destination === 'stdout' ? 1 : destination;
  const stream = pino.destination({ dest, sync: true, mkdir: true, mode: 0o600, maxLength: HELD_BACK });
  let said = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!said)
      process.stderr.write(`The log cannot be written (${error.code ?? error.name}); Tally goes on without.\n`);
    said = true;
  });
  return stream;
}
