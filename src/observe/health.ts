import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { type Checks, readiness } from './readiness.js';

export type { Checks } from './readiness.js';

export interface HealthOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly ready: () => Promise<Checks>;
  readonly log: Log;
  /** Milliseconds that `ready` has; default 2000. */
  readonly limit?: number;
}

export interface Health {
  readonly port: number;
  close(): Promise<void>;
}

/** The configured address cannot be listened on; the message names it and what to do. */
export class HealthAddressError extends Error {
  override readonly name = 'HealthAddressError';
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

type Routes = Readonly<Record<string, () => Promise<Answer>>>;

const LIMITS = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
} as const;
const CONNECTIONS = 64;
const LEAVE = 1000;

/**
 * GET and HEAD of /healthz (200 while the process answers), /readyz (200 or 503, JSON `{status, checks}`) and /metrics
 * (Prometheus). Nothing of a request is used but its method and path. Throws HealthAddressError.
 */
export async function serveHealth({ host, port, metrics, ready, log, limit = 2000 }: HealthOptions): Promise<Health> {
  const routes: Routes = {
    '/healthz': async () => json(200, { status: 'ok' }),
    '/readyz': readinessRoute(readiness(ready, limit, log)),
    '/metrics': async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
  };
  const server = createServer(LIMITS, (request, response) => void serve(routes, request, response, log));
  server.maxConnections = CONNECTIONS;
  await listen(server, host, port);
  server.on('error', (error) => log.error({ err: error }, 'health endpoints failed'));
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      closed ??= close(server);
      return closed;
    },
  };
}

async function serve(routes: Routes, request: IncomingMessage, response: ServerResponse, log: Log): Promise<void> {
  try {
    send(response, await answer(routes, request));
  } catch (error) {
    log.error({ err: error }, 'health request failed');
    send(response, json(500, { status: 'failed' }));
  }
}

async function answer(routes: Routes, { method, url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { status: 'method not allowed' });
  const path = url.split('?', 1)[0] ?? '';
  return Object.hasOwn(routes, path) && routes[path] ? routes[path]() : json(404, { status: 'not found' });
}

function readinessRoute(read: () => Promise<Checks>) {
  return async (): Promise<Answer> => {
    const checks = await read();
    const isReady = Object.values(checks).every(({ ok }) => ok);
    return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
  };
}

function json(status: number, body: unknown): Answer {
  return { status, body: `${JSON.stringify(body)}\n` };
}

/** Node leaves the body out where the method is HEAD. */
function send(response: ServerResponse, { status, type = 'application/json; charset=utf-8', body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(body);
}

const REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is already in use; end the other program or set health.port to another port',
  EACCES: 'may not be listened on by this user; set health.port to 1024 or higher',
  EADDRNOTAVAIL: 'is no address of this machine; set health.host to one, such as 127.0.0.1',
  ENOTFOUND: 'is not known to the name service; set health.host to an address, such as 127.0.0.1',
};

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const refusal = REFUSALS[error.code ?? ''] ?? `cannot be listened on (${error.code ?? error.name})`;
      const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
      reject(new HealthAddressError(`Health endpoints: ${address} ${refusal}.`, { cause: error }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => server.closeAllConnections(), LEAVE);
    server.close(() => {
      clearTimeout(impatience);
      resolve();
    });
  });
}
