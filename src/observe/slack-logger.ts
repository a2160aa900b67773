import { isError } from './errors.js';
import { ForeignText } from './fields.js';
import { withoutValues } from './literals.js';
import type { Log } from './log.js';

const SEVERITIES = ['debug', 'info', 'warn', 'error'] as const;
type Severity = (typeof SEVERITIES)[number];

/** Where the payload begins in what Slack's packages say at debug: a body, or whatever follows a colon. */
const PAYLOAD = /[{[]|: (?!\d)/;

/** The Logger of @slack/logger by its shape. */
export interface SlackLogger {
  debug(...messages: unknown[]): void;
  info(...messages: unknown[]): void;
  warn(...messages: unknown[]): void;
  error(...messages: unknown[]): void;
  setLevel(level: string): void;
  /** Generic because Slack's LogLevel is an enum, which no literal satisfies; the values are the same. */
  getLevel<Level extends string>(): Level;
  setName(name: string): void;
}

/**
 * Brings what Slack's packages log into ours, as lines `slack client {slack, client?, err?}`; info and above until
 * told otherwise. They quote requests and people's errors in it, so values are taken out, and at debug all payload
 * is; the log ends any text after 500 characters.
 */
export function slackLogger(log: Log): SlackLogger {
  let least: string = 'info';
  let client: string | undefined;
  const say = (severity: Severity) => {
    return (...messages: unknown[]): void => {
      if (severityOf(severity) < severityOf(least)) return;
      const texts = messages.map(textOf).filter((text) => text !== '');
      const slack = new ForeignText(texts.join(' '), severity === 'debug' ? withoutPayload : withoutValues);
      const err = messages.find(isError);
      log[severity]({ slack, ...(client ? { client } : {}), ...(err ? { err } : {}) }, 'slack client');
    };
  };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    getLevel: <Level extends string>() => least as Level,
    setLevel(level) {
      if (severityOf(level) >= 0) least = level.toLowerCase();
    },
    setName(name) {
      client = name;
    },
  };
}

function severityOf(level: string): number {
  return SEVERITIES.map(String).indexOf(level.toLowerCase());
}

function textOf(message: unknown): string {
  if (isError(message)) return '';
  return typeof message === 'object' ? '[object]' : String(message);
}

function withoutPayload(text: string): string {
  return text.slice(0, PAYLOAD.exec(text)?.index ?? text.length);
}
