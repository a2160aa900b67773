import { type Logger, type WebAPICallResult, WebClient, WebClientEvent, type WebClientOptions } from '@slack/web-api';
import type { Metrics } from '../../observe/index.js';

export type SlackMetrics = Pick<Metrics, 'slackCall' | 'slackRateLimited' | 'slackConnected' | 'delivery' | 'picture'>;

/**
 * Several clients, because a 429 stops everything that its client has queued: answers must not wait for uploads, nor for
 * digests. What an answer itself waits for is looked up impatiently: Slack that does not say is an answer, too. What is
 * delivered unasked is posted without any further try: where only the answer was lost, a second would be a second message.
 */
export interface Wire {
  readonly answers: WebClient;
  readonly bulk: WebClient;
  readonly lookups: WebClient;
  readonly deliveries: WebClient;
  /** Pictures in what is delivered: private to Tally until they are shown, so that they may be tried again. */
  readonly enclosures: WebClient;
}

/** Milliseconds for one try of one call. */
export const CALL_TIMEOUT = 10_000;

/** Four more tries within some eight seconds; a Retry-After is waited for besides. */
const RETRIES = { retries: 4, factor: 2, minTimeout: 250, maxTimeout: 4000, randomize: true };

export function clientOptions(apiUrl: string | null, logger: Logger): WebClientOptions {
  return { logger, retryConfig: RETRIES, timeout: CALL_TIMEOUT, ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }) };
}

/** Of a look-up: two tries. */
const IMPATIENT = { retryConfig: { ...RETRIES, retries: 1 }, timeout: 3000, rejectRateLimitedCalls: true };

/** Milliseconds for a call of what is delivered: who waits for it is another instance that might take over. */
export const DELIVERY_TIMEOUT = 8000;

/** Whoever delivers decides when to try again. */
const ONCE = { retryConfig: { retries: 0 }, timeout: DELIVERY_TIMEOUT, rejectRateLimitedCalls: true };

export function createWire(token: string, options: WebClientOptions, metrics: SlackMetrics): Wire {
  const client = (how: WebClientOptions = {}) => new MeteredClient(token, { ...options, ...how }, metrics);
  return {
    answers: client(),
    bulk: client(),
    lookups: client(IMPATIENT),
    deliveries: client(ONCE),
    enclosures: client(),
  };
}

class MeteredClient extends WebClient {
  constructor(
    token: string,
    options: WebClientOptions,
    private readonly metrics: SlackMetrics,
  ) {
    super(token, options);
    this.on(WebClientEvent.RATE_LIMITED, (seconds: number, { url }: { url: string }) =>
      metrics.slackRateLimited(methodOf(url), seconds),
    );
  }

  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    const started = performance.now();
    const done = (outcome: string) => this.metrics.slackCall({ method, outcome }, (performance.now() - started) / 1000);
    try {
      const result = await super.apiCall(method, options);
      done('ok');
      return result;
    } catch (error) {
      done(slackError(error) ?? 'unreachable');
      throw error;
    }
  }
}

/** The path of any other address is a secret of its upload. */
const methodOf = (url: string): string => /\/api\/([a-zA-Z.]+)$/.exec(url)?.[1] ?? 'upload';

/** The code with which Slack refused a call, as `not_in_channel`; null where it was not Slack that did. */
export function slackError(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('data' in error && typeof error.data === 'object' && error.data !== null && 'error' in error.data)
    return String(error.data.error);
  return error.cause === undefined ? null : slackError(error.cause);
}

/** What Slack said of a refused call beyond its code. */
export function slackDetails(error: unknown): string {
  if (!(error instanceof Error && 'data' in error)) return '';
  const { response_metadata } = error.data as Partial<WebAPICallResult>;
  return (response_metadata?.messages ?? []).join(' ');
}
