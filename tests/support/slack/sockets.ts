import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseObject } from './bodies.js';
import { isFields } from './rules.js';
import type { Delivery, Fields } from './types.js';
import { APP, type Workspace } from './workspace.js';

const PING_MS = 10_000;

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** Slack's side of Socket Mode. */
export class Sockets {
  readonly #workspace: Workspace;
  readonly #server = new WebSocketServer({ noServer: true });
  /** Those that take envelopes, the next one first. */
  #ready: WebSocket[] = [];
  readonly #pending = new Map<string, (ack: Fields | null, socket: WebSocket) => void>();
  #refused = 0;
  readonly #pings: NodeJS.Timeout;

  constructor(workspace: Workspace, http: Server) {
    this.#workspace = workspace;
    http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#pings = setInterval(() => {
      for (const socket of this.#ready) socket.ping();
    }, PING_MS).unref();
  }

  refuse(times: number): void {
    this.#refused += times;
  }

  drop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#ready = [];
  }

  /** Asks the clients to leave; no envelope goes to them any more. */
  disconnect(reason: string): void {
    for (const socket of this.#ready) socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
    if (reason !== 'warning') this.#ready = [];
  }

  /** Resolves when a socket has had its hello. */
  async connected(timeoutMs: number): Promise<void> {
    if (this.#ready.length > 0) return;
    await new Promise<void>((resolve, reject) => {
      const opened = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#workspace.changes.off('socket', opened);
        reject(new Error(`no app has connected within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#workspace.changes.once('socket', opened);
    });
  }

  /** Sends an envelope over one of the sockets, each in its turn; rejects where there is none. */
  send(type: EnvelopeType, payload: Fields, retry = 0): Promise<Delivery> {
    const socket = this.#ready.shift();
    if (!socket) return Promise.reject(new Error('no app is connected'));
    this.#ready.push(socket);
    const envelope_id = this.#workspace.newId('envelope-');
    const retried = type === 'events_api' ? { retry_attempt: retry, retry_reason: retry > 0 ? 'timeout' : '' } : {};
    const accepts_response_payload = type !== 'events_api';
    const sentAt = performance.now();
    return new Promise((resolve) => {
      const settle = (ack: Fields | null) => {
        clearTimeout(timer);
        this.#pending.delete(envelope_id);
        const ackBody = accepts_response_payload ? bodyOf(ack) : undefined;
        resolve({ acked: ack !== null, ackMs: performance.now() - sentAt, ackBody });
      };
      const timer = setTimeout(settle, this.#workspace.options.ackTimeoutMs, null);
      this.#pending.set(envelope_id, (ack, from) => {
        if (from === socket) settle(ack);
      });
      socket.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload, ...retried }));
    });
  }

  close(): void {
    clearInterval(this.#pings);
    this.drop();
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.#workspace.origin);
    const refused = this.#refused > 0;
    if (refused) this.#refused -= 1;
    if (refused || pathname !== '/link/' || !this.#workspace.tickets.delete(searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  #welcome(socket: WebSocket): void {
    socket.on('message', (data) => this.#receive(socket, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#ready = this.#ready.filter((other) => other !== socket);
      for (const settle of [...this.#pending.values()]) settle(null, socket);
    });
    this.#ready.push(socket);
    const hello = { type: 'hello', num_connections: this.#ready.length, connection_info: { app_id: APP } };
    socket.send(JSON.stringify({ ...hello, debug_info: { host: 'loopback', approximate_connection_time: 18_060 } }));
    socket.ping();
    this.#workspace.changes.emit('socket');
  }

  #receive(socket: WebSocket, data: string): void {
    const { envelope_id, payload } = parseObject(data);
    this.#pending.get(String(envelope_id))?.(isFields(payload) ? payload : {}, socket);
  }
}

/** The client acknowledges with an empty object where the app says nothing. */
const bodyOf = (ack: Fields | null): Fields | undefined =>
  ack !== null && Object.keys(ack).length > 0 ? ack : undefined;
