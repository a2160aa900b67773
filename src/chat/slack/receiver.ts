import { type Receiver as BoltReceiver, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { AddressRefused, isRefusal, SlackRefused } from './refused.js';
import { clientOptions, type SlackMetrics, slackError } from './wire.js';

/** Of the app. One of `app` (Socket Mode) and `signingSecret` (HTTP) is there. */
export interface Tokens {
  readonly bot: string;
  readonly app: string | null;
  readonly signingSecret: string | null;
  /** Where the Web API is; null for Slack's own address. */
  readonly apiUrl: string | null;
}

/** What brings in commands, clicks and events. */
export interface Receiver {
  readonly bolt: BoltReceiver;
  /** Waits for Slack where it cannot be reached; rejects with SlackRefused or AddressRefused. */
  start(onWaiting?: (reason: string) => void): Promise<void>;
  stop(): Promise<void>;
  connected(): boolean;
}

export function createReceiver(
  tokens: Tokens,
  address: { readonly host: string; readonly port: number },
  logger: Logger,
  metrics: Pick<SlackMetrics, 'slackConnected'>,
): Receiver {
  if (tokens.app !== null) return overSocket(tokens.app, tokens.apiUrl, logger, metrics);
  if (tokens.signingSecret !== null) return overHttp(tokens.signingSecret, address, logger, metrics);
  throw new Error('Neither an app token nor a signing secret');
}

const FIRST_WAIT = 250;
const LONGEST_WAIT = 15_000;
/** Milliseconds from asking for a connection to Slack's hello, which the client itself would await for ever. */
const HELLO_WITHIN = 15_000;

/**
 * Connects again by itself: the client's own way waits five seconds before its first try, and gives up, with a rejection
 * that nobody hears, when Slack's Web API cannot be reached at that moment.
 */
function overSocket(
  appToken: string,
  apiUrl: string | null,
  logger: Logger,
  metrics: Pick<SlackMetrics, 'slackConnected'>,
): Receiver {
  const bolt = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    // One try: the next one is ours.
    installerOptions: { clientOptions: { ...clientOptions(apiUrl, logger), retryConfig: { retries: 0 } } },
  });
  let state: 'off' | 'on' | 'connecting' | 'stopped' = 'off';

  function become(next: typeof state): void {
    state = next;
    metrics.slackConnected(next === 'on');
  }

  async function connect(failed: (error: unknown) => void): Promise<void> {
    become('connecting');
    for (let wait = FIRST_WAIT; state === 'connecting'; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        await helloed();
        return;
      } catch (error) {
        failed(error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async function helloed(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('Slack said no hello'));
        void bolt.client.disconnect();
      }, HELLO_WITHIN);
    });
    try {
      await Promise.race([bolt.client.start(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  bolt.client.on('connected', () => {
    // It was asked for before the end.
    if (state === 'stopped') void bolt.client.disconnect();
    else become('on');
  });
  bolt.client.on('disconnected', () => {
    if (state !== 'on') return;
    void connect((error) => logger.error(`Socket Mode cannot connect again: ${reasonOf(error)}`));
  });
  return {
    bolt,
    start: (onWaiting) =>
      connect((error) => {
        const code = slackError(error);
        if (code !== null && isRefusal(code)) throw new SlackRefused('SLACK_APP_TOKEN', code);
        onWaiting?.(reasonOf(error));
      }),
    async stop() {
      become('stopped');
      await bolt.client.disconnect();
    },
    connected: () => state === 'on',
  };
}

const reasonOf = (error: unknown): string => slackError(error) ?? 'it cannot be reached';

function overHttp(
  signingSecret: string,
  { host, port }: { readonly host: string; readonly port: number },
  logger: Logger,
  metrics: Pick<SlackMetrics, 'slackConnected'>,
): Receiver {
  const bolt = new HTTPReceiver({ signingSecret, logger, endpoints: '/slack/events' });
  takeOnce(bolt);
  let listening = false;
  return {
    bolt,
    async start() {
      try {
        await bolt.start({ host, port });
      } catch (error) {
        throw new AddressRefused(host, port, error);
      }
      listening = true;
      metrics.slackConnected(true);
    },
    async stop() {
      if (listening) await bolt.stop();
      listening = false;
      metrics.slackConnected(false);
    },
    connected: () => listening,
  };
}

/** A signature is believed for five minutes. */
const SIGNATURES = { max: 20_000, ttl: 10 * 60_000 };
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
const FORM = 'application/x-www-form-urlencoded';

/**
 * Refuses a command or a click that comes a second time: Slack sends none again, so that it is somebody who has
 * overheard it. Events it does send again; their ids tell.
 */
function takeOnce(bolt: HTTPReceiver): void {
  const seen = new LRUCache<string, true>(SIGNATURES);
  const take = bolt.requestListener;
  bolt.requestListener = (request, response) => {
    const signature = String(request.headers['x-slack-signature'] ?? '');
    if (request.headers['content-type'] === FORM && SIGNATURE.test(signature)) {
      if (seen.has(signature)) {
        response.writeHead(401).end();
        return;
      }
      seen.set(signature, true);
    }
    take(request, response);
  };
}
