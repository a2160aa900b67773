/**
 * Slack for the load bench, in a process of its own so that it takes no time of Tally's: `fork` it. It takes
 * everything that it is sent and looks only at what tells how long somebody waited.
 *
 * Says `{ url }` when it listens. Told `{ plan, patience }`, it does what the plan says and answers with what became
 * of each deed: moments are milliseconds of one clock, null for what did not happen within `patience`. Told `posts`, it
 * answers with what was posted without being asked.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';

/**
 * @typedef {object} Deed  What somebody does.
 * @property {number} at  Milliseconds after the start.
 * @property {'command' | 'press'} kind  A press is of the button Picture under the question's answer.
 * @property {string} user
 * @property {string} question  As it follows `/stock`.
 * @property {boolean} here  Asked for all to read, with picture and CSV.
 */

/**
 * @typedef {Deed & {
 *   sent: number, acked: number | null, answered: number | null, charted: boolean, pictured: number | null,
 *   attached: number | null, waited: boolean, says: string
 * }} Fate  `charted`: the answer offers a picture. `waited`: a placeholder came first. `says`: what came instead.
 */

/** @typedef {{ delivery: string, channel: string, at: number }} Post  `at`: milliseconds of the same clock. */

const HOST = '127.0.0.1';
const PING = 10_000;
const TEAM = { id: 'T0BENCH', domain: 'bench' };
const BOT = { user_id: 'U0TALLY', bot_id: 'B0TALLY' };
const PLACEHOLDER = 'Asking the databases';
const SAID = 200;

/** By everything in a request that tells whose it is: envelope, response address, channel. @type {Map<string, Fate>} */
const open = new Map();
/** Names of files by their ids. @type {Map<string, string>} */
const files = new Map();
/** @type {Post[]} */
const posts = [];
const progress = { /** Called whenever something has come. */ settled: () => {} };
let counter = 0;
const next = () => `${++counter}`;

const server = createServer((request, response) => {
  take(request, response).catch((error) => response.writeHead(500).end(String(error)));
});
const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const fate = open.get(JSON.parse(String(data)).envelope_id);
    if (fate) came(fate, 'acked');
  });
  socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0TALLY' } }));
});
setInterval(() => {
  for (const socket of sockets.clients) socket.ping();
}, PING).unref();
// Tally keeps its connections between bursts, and a reset one would cost it another try.
server.keepAliveTimeout = 600_000;
server.listen(0, HOST);
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const url = `http://${HOST}:${port}`;
process.on('message', (/** @type {{ plan: Deed[], patience: number } | 'posts'} */ told) => {
  if (told === 'posts') process.send?.(posts);
  else carryOut(told.plan, told.patience).then((fates) => process.send?.(fates));
});
process.once('disconnect', () => process.exit());
process.send?.({ url });

/**
 * @param {readonly Deed[]} plan
 * @param {number} patience
 */
async function carryOut(plan, patience) {
  open.clear();
  files.clear();
  const [socket] = sockets.clients;
  if (!socket) throw new Error('Tally is not connected');
  /** @type {Fate[]} */
  const fates = [];
  const start = performance.now();
  for (const deed of plan) {
    await delay(Math.max(0, start + deed.at - performance.now()));
    /** @type {Fate} */
    const fate = {
      ...deed,
      sent: 0,
      acked: null,
      answered: null,
      charted: deed.kind === 'press',
      pictured: null,
      attached: null,
      waited: false,
      says: '',
    };
    const envelope = JSON.stringify(envelopeOf(fate));
    fates.push(fate);
    fate.sent = performance.now();
    socket.send(envelope);
  }
  const late = new AbortController();
  await Promise.race([
    new Promise((resolve) => {
      progress.settled = () => {
        if (fates.every(isSettled)) resolve(undefined);
      };
      progress.settled();
    }),
    delay(patience, null, { signal: late.signal }),
  ]);
  late.abort();
  progress.settled = () => {};
  return fates;
}

/** @param {Fate} fate */
function isSettled({ kind, here, acked, answered, charted, pictured, attached, says }) {
  if (acked === null) return false;
  if (kind === 'press') return pictured !== null;
  if (says !== '') return true;
  return answered !== null && (!here || ((!charted || pictured !== null) && attached !== null));
}

/**
 * @param {Fate} fate
 * @param {'acked' | 'answered' | 'pictured' | 'attached'} what
 */
function came(fate, what) {
  fate[what] ??= performance.now();
  if (isSettled(fate)) progress.settled();
}

/** Each command has a channel of its own, so that whatever is posted there is its answer. @param {Fate} fate */
function envelopeOf(fate) {
  const id = next();
  const { kind, user, question, here } = fate;
  const channel = { id: `C0${id}`, name: `channel-${id}` };
  open.set(id, fate);
  open.set(kind === 'press' ? directOf(user) : channel.id, fate);
  const common = { token: 'verification-token', api_app_id: 'A0TALLY', trigger_id: `trigger-${id}` };
  const response_url = `${url}/respond/${id}`;
  const envelope = { envelope_id: id, accepts_response_payload: true };
  if (kind === 'command') {
    const who = { user_id: user, user_name: user.toLowerCase(), team_id: TEAM.id, team_domain: TEAM.domain };
    const where = { channel_id: channel.id, channel_name: channel.name, is_enterprise_install: 'false', response_url };
    const text = here ? `${question} here`.trim() : question;
    return { ...envelope, type: 'slash_commands', payload: { ...common, ...who, ...where, command: '/stock', text } };
  }
  const container = { type: 'message', message_ts: `1.${id}`, channel_id: channel.id, is_ephemeral: true };
  const button = { type: 'button', block_id: 'tally:answer', action_id: 'tally:picture', action_ts: `2.${id}` };
  const value = JSON.stringify({ v: 1, q: `/stock ${question}`.trim() });
  const payload = {
    ...{ ...common, type: 'block_actions', team: TEAM, user: { id: user, team_id: TEAM.id } },
    ...{ container, channel, response_url, enterprise: null, is_enterprise_install: false, state: { values: {} } },
    actions: [{ ...button, text: { type: 'plain_text', text: 'Picture', emoji: true }, value }],
  };
  return { ...envelope, type: 'interactive', payload };
}

/** @param {string} user */
const directOf = (user) => `D${user.slice(1)}`;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function take(request, response) {
  const body = await buffer(request);
  const [, place, name = ''] = (request.url ?? '').split('/');
  if (place === 'api') {
    const answer = call(name, new URLSearchParams(body.toString()));
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(
      `{"ok":true${Object.entries(answer)
        .map(([key, json]) => `,"${key}":${json}`)
        .join('')}}`,
    );
    return;
  }
  if (place === 'respond') shown(open.get(name), body.toString());
  response.end(place === 'respond' ? 'ok' : `OK - ${body.length}`);
}

/**
 * The answer of a method, each value of it as JSON.
 *
 * @param {string} method
 * @param {URLSearchParams} args
 * @returns {Record<string, string>}
 */
function call(method, args) {
  const channel = args.get('channel') ?? '';
  switch (method) {
    case 'auth.test':
      return values({ ...BOT, user: 'tally', team: 'Bench', team_id: TEAM.id, url });
    case 'apps.connections.open':
      return values({ url: url.replace('http', 'ws') });
    case 'users.info':
      return values({ user: { id: args.get('user'), tz: 'Europe/Berlin', deleted: false } });
    case 'conversations.open':
      return values({ channel: { id: directOf(args.get('users') ?? '') } });
    case 'chat.postMessage':
    case 'chat.update': {
      const blocks = args.get('blocks') ?? '[]';
      shown(open.get(channel), blocks === '[]' ? (args.get('text') ?? '') : blocks);
      const { event_payload: payload } = JSON.parse(args.get('metadata') ?? '{}');
      if (payload) posts.push({ delivery: payload.delivery, channel, at: performance.now() });
      const ts = args.get('ts') ?? `3.${next()}`;
      const message = `{"type":"message","ts":"${ts}","text":${JSON.stringify(args.get('text'))},"blocks":${blocks}}`;
      return { ...values({ channel, ts }), message };
    }
    case 'files.getUploadURLExternal': {
      const id = `F0${next()}`;
      files.set(id, args.get('filename') ?? '');
      return values({ upload_url: `${url}/upload/${id}`, file_id: id });
    }
    case 'files.completeUploadExternal': {
      const shared = JSON.parse(args.get('files') ?? '[]');
      for (const { id } of shared) filed(open.get(args.get('channel_id') ?? ''), files.get(id) ?? '');
      return values({ files: shared });
    }
    default:
      return {};
  }
}

/** @param {Record<string, unknown>} fields */
const values = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, JSON.stringify(value)]));

/**
 * A message came to stand somewhere.
 *
 * @param {Fate | undefined} fate
 * @param {string} content
 */
function shown(fate, content) {
  if (!fate || fate.kind === 'press') return;
  if (content.includes('"tally:csv"')) {
    fate.charted ||= content.includes('"tally:picture"');
    if (content.includes('"slack_file"')) came(fate, 'pictured');
    came(fate, 'answered');
  } else if (content.includes(PLACEHOLDER)) {
    fate.waited = true;
  } else {
    fate.says = content.slice(0, SAID);
    progress.settled();
  }
}

/**
 * A file came to stand in a conversation; one that is only uploaded is seen when a message shows it.
 *
 * @param {Fate | undefined} fate
 * @param {string} name
 */
function filed(fate, name) {
  if (fate) came(fate, name.endsWith('.png') ? 'pictured' : 'attached');
}
