import { EventEmitter } from 'node:events';
import { type Context, type FileState, isFields } from './rules.js';
import { ringsOf } from './texts.js';
import type {
  Call,
  ChannelOptions,
  Fields,
  Metadata,
  Posted,
  SlackOptions,
  StoredFile,
  UserOptions,
  Version,
  View,
} from './types.js';

export const TEAM = { id: 'T0TEST', domain: 'test' } as const;
export const APP = 'A0TALLY';
export const BOT = { id: 'B0TALLY', user: 'U0TALLY', name: 'tally' } as const;

export const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'files:write',
  'im:write',
  'im:history',
  'app_mentions:read',
  'usergroups:read',
  'channels:read',
  'groups:read',
  'users:read',
] as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
export type Message = Mutable<Posted> & { history: Version[] };
export type OpenView = Mutable<View>;
export type File = Mutable<StoredFile> & { readonly length: number; uploaded: boolean };

/** Where answers to a command or to an interaction may be sent. */
export interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly openedAt: number;
  readonly ofCommand: boolean;
  uses: number;
  /** The message that `replace_original` and `delete_original` act on. */
  original: Message | null;
}

/** A message that is not the bot’s. */
export interface Other {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly metadata: Metadata | null;
}

export interface Trigger {
  readonly user: string;
  readonly at: number;
  used: boolean;
}

/** A refusal with Slack's own name for it. */
export class SlackError extends Error {
  override readonly name = 'SlackError';

  constructor(
    readonly code: string,
    readonly details: Fields = {},
  ) {
    super(code);
  }
}

/** A refusal with the list of what is wrong, as Slack words it. */
export function refusal(code: string, problems: readonly string[]): SlackError {
  return new SlackError(code, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}

/** All that this Slack knows. */
export class Workspace {
  options: Required<SlackOptions>;
  revoked = false;
  readonly messages: Message[] = [];
  readonly files = new Map<string, File>();
  readonly views = new Map<string, OpenView>();
  readonly homes = new Map<string, OpenView>();
  /** User ids by the ids of their direct messages with the bot. */
  readonly directs = new Map<string, string>();
  readonly triggers = new Map<string, Trigger>();
  readonly responses = new Map<string, ResponseUrl>();
  /** `channel/ts` of what people wrote. */
  readonly written = new Set<string>();
  /** When the bot posted, by channel: the last second’s. */
  readonly pace = new Map<string, readonly number[]>();
  /** What others wrote where the bot may read it. */
  readonly others: Other[] = [];
  /** Of `apps.connections.open`; each opens one socket. */
  readonly tickets = new Set<string>();
  readonly calls: Call[] = [];
  /** Emits `message` after each change to the messages. */
  readonly changes = new EventEmitter();
  /** `http://127.0.0.1:PORT`, once it listens. */
  origin = '';
  #ahead = 0;
  #counter = 0;

  constructor(options: SlackOptions) {
    this.options = { ...defaults(), ...options };
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  changeChannel(id: string, change: Partial<ChannelOptions>): void {
    const { channels } = this.options;
    const changed = { ...(channels[id] ?? { name: id }), ...change };
    this.options = { ...this.options, channels: { ...channels, [id]: changed } };
  }

  changeUser(id: string, change: Partial<UserOptions>): void {
    const { users } = this.options;
    const changed = { ...(users[id] ?? { name: id }), ...change };
    this.options = { ...this.options, users: { ...users, [id]: changed } };
  }

  advance(ms: number): void {
    this.#ahead += ms;
  }

  next(): number {
    this.#counter += 1;
    return this.#counter;
  }

  newId(prefix: string): string {
    return `${prefix}0${this.next().toString(36).toUpperCase().padStart(6, '0')}`;
  }

  /** Unique, since its fraction counts. */
  newTs(): string {
    return `${Math.floor(this.now() / 1000)}.${String(this.next()).padStart(6, '0')}`;
  }

  newTicket(): string {
    const ticket = this.newId('ticket-');
    this.tickets.add(ticket);
    return ticket;
  }

  newTrigger(user: string): string {
    const id = `${this.next()}.trigger.${user}`;
    this.triggers.set(id, { user, at: this.now(), used: false });
    return id;
  }

  newResponseUrl(of: Pick<ResponseUrl, 'channel' | 'user' | 'original' | 'ofCommand'>): string {
    const id = this.newId('R');
    this.responses.set(id, { ...of, openedAt: this.now(), uses: 0 });
    return `${this.origin}/respond/${id}`;
  }

  post(message: Pick<Message, 'kind' | 'channel' | 'via' | 'text' | 'blocks'> & Partial<Message>): Message {
    const { text, blocks } = message;
    const rings = ringsOf(text, blocks);
    const fresh = { ts: this.newTs(), files: [], metadata: null, edits: 0, deleted: false, history: [], rings };
    const posted: Message = { ...fresh, ...message };
    this.messages.push(posted);
    this.changes.emit('message');
    return posted;
  }

  edit(message: Message, { text, blocks }: Version): void {
    message.history.push({ text: message.text, blocks: message.blocks });
    Object.assign(message, { text, blocks, edits: message.edits + 1, rings: ringsOf(text, blocks) });
    this.changes.emit('message');
  }

  remove(message: Message): void {
    message.deleted = true;
    this.changes.emit('message');
  }

  context(ephemeral = false): Context {
    const { nativeCharts } = this.options;
    return { nativeCharts, ephemeral, file: (id) => this.#fileState(id) };
  }

  #fileState(id: string): FileState {
    const file = this.files.get(id);
    if (!file) return 'unknown';
    if (file.sharedAt === null || this.now() < file.sharedAt + this.options.fileDelayMs) return 'processing';
    return isImage(file.bytes) ? 'ready' : 'no image';
  }
}

function defaults(): Required<SlackOptions> {
  return {
    botToken: 'xoxb-test-token-1',
    appToken: 'xapp-1-A0TALLY-1-abc',
    signingSecret: 'shhh-signing',
    scopes: DEFAULT_SCOPES,
    channels: { C0GENERAL: { name: 'general', member: true }, C0OTHER: { name: 'other' } },
    users: { U0ANN: { name: 'ann' }, U0BOB: { name: 'bob' } },
    groups: {},
    nativeCharts: true,
    fileDelayMs: 0,
    slashReplace: true,
    responseUrlSoftErrors: false,
    ackTimeoutMs: 3000,
    postsPerSecond: Number.POSITIVE_INFINITY,
  };
}

const SIGNATURES = ['89504e470d0a1a0a', 'ffd8ff', '474946383761', '474946383961'];

/** PNG, JPEG or GIF. */
function isImage(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 8).toString('hex');
  return SIGNATURES.some((signature) => start.startsWith(signature));
}

/** The id of a person's direct messages with the bot. */
export const directChannel = (user: string): string => `D0${user.slice(2)}`;

/** Ids that Slack gives to blocks without one. */
export function withBlockIds(blocks: readonly Fields[]): readonly Fields[] {
  return blocks.map((block, index) => (isFields(block) ? { block_id: `auto-${index}`, ...block } : block));
}
