import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from './api.js';
import { sendRaw, sendToEndpoint } from './endpoint.js';
import { Faults } from './faults.js';
import { Interactions } from './interactions.js';
import { type Carry, People } from './people.js';
import { Sockets } from './sockets.js';
import type { Posted, Route, Slack, SlackOptions } from './types.js';
import { Workspace } from './workspace.js';

const WAIT_MS = 5000;

/** A workspace of its own, on a free port of this machine. */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const workspace = new Workspace(options);
  const faults = new Faults();
  const server = createServer((request, response) => {
    answerRequest(workspace, faults, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const sockets = new Sockets(workspace, server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  workspace.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let route: Route = 'socket';
  const carry: Carry = (type, payload, via = route, retry = 0) =>
    via === 'socket' ? sockets.send(type, payload, retry) : sendToEndpoint(workspace, via, type, payload, retry);
  const people = new People(workspace, carry);
  const interactions = new Interactions(workspace, (payload, via) => carry('interactive', payload, via));

  return {
    ...entrances(workspace),
    calls: workspace.calls,
    messages: workspace.messages,
    get files() {
      return [...workspace.files.values()];
    },
    views: workspace.views,
    homes: workspace.homes,
    deliverTo: (next) => {
      route = next;
    },
    connected: (timeoutMs = WAIT_MS) => sockets.connected(timeoutMs),
    command: (text, how) => people.command(text, how),
    mention: (text, how) => people.mention(text, how),
    direct: (text, how) => people.direct(text, how),
    openHome: (user, how) => people.openHome(user, how),
    event: (event, how) => people.event(event, how),
    click: (target, button, how) => interactions.click(target, button, how),
    choose: (target, element, value, how) => interactions.choose(target, element, value, how),
    suggest: (target, element, typed, how) => interactions.suggest(target, element, typed, how),
    submit: (view, how) => interactions.submit(view, how),
    dismiss: (view, how) => interactions.dismiss(view, how),
    raw: (url, body, how) => sendRaw(workspace, url, body, how),
    verifyUrl: (url) => verifyUrl(workspace, url),
    write: (channel, text, metadata) => {
      workspace.others.push({ channel, text, ts: workspace.newTs(), metadata: metadata ?? null });
    },
    changeChannel: (id, change) => workspace.changeChannel(id, change),
    changeUser: (id, change) => workspace.changeUser(id, change),
    revoke: () => {
      workspace.revoked = true;
    },
    fail: (target, fault, times = 1) => faults.order(target, fault, times),
    dropSockets: () => sockets.drop(),
    refuseSockets: (times = 1) => sockets.refuse(times),
    disconnect: (reason = 'refresh_requested') => sockets.disconnect(reason),
    advance: (ms) => workspace.advance(ms),
    waitFor: (predicate, timeoutMs = WAIT_MS) => waitFor(workspace, predicate, timeoutMs),
    close: async () => {
      sockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function entrances({ origin, options }: Workspace): Pick<Slack, 'apiUrl' | 'env' | 'httpEnv'> {
  const apiUrl = `${origin}/api/`;
  const common = { SLACK_BOT_TOKEN: options.botToken, SLACK_API_URL: apiUrl };
  return {
    apiUrl,
    env: { ...common, SLACK_APP_TOKEN: options.appToken },
    httpEnv: { ...common, SLACK_SIGNING_SECRET: options.signingSecret },
  };
}

async function verifyUrl(workspace: Workspace, url: string): Promise<boolean> {
  const challenge = workspace.newId('challenge-');
  const { status, body } = await sendRaw(workspace, url, { type: 'url_verification', challenge });
  return status === 200 && body.includes(challenge);
}

function waitFor(
  { messages, changes }: Workspace,
  predicate: (message: Posted) => boolean,
  timeoutMs: number,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      clearTimeout(timer);
      changes.off('message', look);
      settle();
    };
    const look = () => {
      try {
        const found = messages.find(predicate);
        if (found) done(() => resolve(found));
      } catch (error) {
        done(() => reject(error));
      }
    };
    const timer = setTimeout(() => {
      const there = messages.map(({ kind, channel, text }) => `${kind} in ${channel}: ${text}`).join('\n');
      done(() => reject(new Error(`no such message within ${timeoutMs} ms; there is\n${there || 'none'}`)));
    }, timeoutMs);
    changes.on('message', look);
    look();
  });
}
