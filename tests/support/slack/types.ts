/** Any object off the wire. */
export type Fields = Readonly<Record<string, unknown>>;

export type Surface = 'message' | 'modal' | 'home';

export interface ChannelOptions {
  readonly name: string;
  /** Whether the bot is in it; default false. */
  readonly member?: boolean;
  readonly archived?: boolean;
  readonly private?: boolean;
  /** User ids of the people in it; default everybody. */
  readonly people?: readonly string[];
}

export interface UserOptions {
  readonly name: string;
  /** IANA name; default Etc/UTC. */
  readonly tz?: string;
  /** Whether the account is deactivated; default false. */
  readonly deleted?: boolean;
}

/** What an app says of a message to apps. */
export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Fields;
}

export interface SlackOptions {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** Of the bot token; default `DEFAULT_SCOPES`. */
  readonly scopes?: readonly string[];
  /** By id; default C0GENERAL, with the bot in it, and C0OTHER, without. */
  readonly channels?: Readonly<Record<string, ChannelOptions>>;
  /** By id; default U0ANN and U0BOB. */
  readonly users?: Readonly<Record<string, UserOptions>>;
  /** User ids by id of the user group. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Whether the workspace has `data_visualization`; default true. */
  readonly nativeCharts?: boolean;
  /** Milliseconds from the end of an upload until an image block may use the file; default 0. */
  readonly fileDelayMs?: number;
  /** Whether `replace_original` works at the response_url of a command (else it posts once more); default true. */
  readonly slashReplace?: boolean;
  /** Whether a response_url refuses a message with HTTP 200 and `ok: false` (else 400); default false. */
  readonly responseUrlSoftErrors?: boolean;
  /** Milliseconds until Slack gives up on an acknowledgement; default 3000. */
  readonly ackTimeoutMs?: number;
  /** Messages that may be posted in a channel within a second; the next ones are put off for a second. Default no limit. */
  readonly postsPerSecond?: number;
}

export interface Call {
  /** A Web API method, `response_url` or `upload`. */
  readonly method: string;
  /** Decoded: nested JSON is parsed. */
  readonly args: Fields;
  readonly token: string | null;
  /** Milliseconds since 1970, by the clock of this Slack. */
  readonly at: number;
  /** `ok`, Slack's error, or what an ordered fault did, as in `http 500`; `pending` until it is answered. */
  readonly outcome: string;
}

export interface Version {
  readonly text: string;
  readonly blocks: readonly Fields[];
}

export type Via =
  | 'chat.postMessage'
  | 'chat.postEphemeral'
  | 'response_url'
  /** What a slash command was acknowledged with. */
  | 'ack'
  /** Slack's own message for a shared file. */
  | 'files.completeUploadExternal';

/** A message of the app as it stands; it follows later edits. */
export interface Posted extends Version {
  readonly kind: 'channel' | 'ephemeral';
  readonly channel: string;
  /** Who sees it, where it is ephemeral. */
  readonly user?: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly via: Via;
  /** Ids of the files shared with it. */
  readonly files: readonly string[];
  readonly edits: number;
  readonly deleted: boolean;
  /** Null where it was posted without. */
  readonly metadata: Metadata | null;
  /** Earlier versions, oldest first. */
  readonly history: readonly Version[];
  /** Markup in it that notifies somebody, such as `<!channel>` and `<@U0ANN>`. */
  readonly rings: readonly string[];
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly bytes: Buffer;
  /** Left out, the file is private to the bot. */
  readonly channel?: string;
  readonly threadTs?: string;
  /** When the upload was completed, in milliseconds since 1970; null before. */
  readonly sharedAt: number | null;
}

/** A modal or a home as it stands; it follows later updates. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly user: string;
  /** As the app sent it. */
  readonly content: Fields;
  readonly blocks: readonly Fields[];
  readonly hash: string;
  readonly updates: number;
  readonly closed: boolean;
  /** What the last submission was refused with, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export interface Delivery {
  /** Whether the app answered in time, and over HTTP with a status of 2xx. */
  readonly acked: boolean;
  /** From sending to the acknowledgement, or to giving up. */
  readonly ackMs: number;
  /** Undefined where the app sent none. */
  readonly ackBody: unknown;
  /** Over HTTP only. */
  readonly status?: number;
}

export interface EventDelivery extends Delivery {
  /** The same event delivered again, in order. */
  readonly again: readonly Delivery[];
}

/** How an app is reached: over its socket, or at the URL of its events endpoint. */
export type Route = 'socket' | `http://${string}`;

export interface Person {
  /** Default U0ANN. */
  readonly user?: string;
  readonly via?: Route;
}

export interface CommandOptions extends Person {
  /** Default C0GENERAL. */
  readonly channel?: string;
  /** The `should_escape` of the manifest: `@ann` and `#general` arrive as ids; default true. */
  readonly escape?: boolean;
}

export interface ClickOptions extends Person {
  /** Sent in place of the button's own value, as a forged request has it. */
  readonly value?: string;
}

export interface ChooseOptions extends Person {
  /** Sends values that the element does not offer, as a forged request does. */
  readonly forged?: boolean;
}

export interface SubmitOptions extends Person {
  /** In place of what was filled in, unchecked: by block id, then by action id. */
  readonly values?: Readonly<Record<string, Fields>>;
}

export interface EventOptions {
  readonly via?: Route;
  readonly eventId?: string;
  /** How often Slack sends the same event once more, as retries. */
  readonly duplicates?: number;
}

export interface MentionOptions extends EventOptions {
  readonly user?: string;
  /** Default C0GENERAL. */
  readonly channel?: string;
  readonly threadTs?: string;
}

export interface RawOptions {
  readonly signature?: 'good' | 'bad' | 'none';
  /** Seconds since 1970; default now. */
  readonly timestamp?: number;
  /** Default JSON. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Choice {
  readonly text: string;
  readonly value: string;
}

export interface Fault {
  /** Slack's error in an answer with status 200, or with `status`. */
  readonly error?: string;
  readonly status?: number;
  /** Seconds; implies status 429. */
  readonly retryAfter?: number;
  /** No answer ever comes, and nothing is done. */
  readonly hang?: boolean;
  /** Before the answer, or before the other part of the fault. */
  readonly delayMs?: number;
  /** The connection breaks before anything is done. */
  readonly drop?: boolean;
  /** The connection breaks when all is done: only the answer is lost. */
  readonly lost?: boolean;
}

export interface Slack {
  /** `http://127.0.0.1:PORT/api/` */
  readonly apiUrl: string;
  /** SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_API_URL: for Socket Mode. */
  readonly env: Readonly<Record<string, string>>;
  /** SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and SLACK_API_URL: for HTTP. */
  readonly httpEnv: Readonly<Record<string, string>>;

  /** All that the app called, oldest first. */
  readonly calls: readonly Call[];
  /** All that the app posted, oldest first, deleted ones included. */
  readonly messages: readonly Posted[];
  readonly files: readonly StoredFile[];
  /** Modals by view id, closed ones included. */
  readonly views: ReadonlyMap<string, View>;
  /** Homes by user id. */
  readonly homes: ReadonlyMap<string, View>;

  /** Where deliveries go from now on, unless they say otherwise; the socket at first. */
  deliverTo(route: Route): void;
  /** Resolves when an app has a socket and has had its hello. */
  connected(timeoutMs?: number): Promise<void>;
  /** Types `/stock …`. */
  command(text: string, options?: CommandOptions): Promise<Delivery>;
  /** Presses a button, found by its action id or its label. */
  click(target: Posted | View, button: string, options?: ClickOptions): Promise<Delivery>;
  /**
   * Fills in an input, or picks from a select, an overflow menu or the like, found by action id or block id. Yields
   * null where Slack sends nothing before the submission.
   */
  choose(
    target: Posted | View,
    element: string,
    value: string | readonly string[],
    options?: ChooseOptions,
  ): Promise<Delivery | null>;
  /** Types into a select with external options; yields what the app offers. */
  suggest(target: Posted | View, element: string, typed: string, options?: Person): Promise<readonly Choice[]>;
  /** Rejects, as Slack's own form does, where an input is missing or out of bounds. */
  submit(view: View, options?: SubmitOptions): Promise<Delivery>;
  /** Cancels a modal; yields null where the app did not ask for `notify_on_close`. */
  dismiss(view: View, options?: Person): Promise<Delivery | null>;
  /** Says something to the bot in a channel. */
  mention(text: string, options?: MentionOptions): Promise<EventDelivery>;
  /** Says something to the bot in a direct message. */
  direct(text: string, options?: Omit<MentionOptions, 'channel'>): Promise<EventDelivery>;
  openHome(user?: string, options?: EventOptions): Promise<EventDelivery>;
  /** Any event of the Events API: its inner object. */
  event(event: Fields, options?: EventOptions): Promise<EventDelivery>;
  /** Any request to an endpoint of the app. A string is sent as it is, all else as JSON. */
  raw(url: string, body: unknown, options?: RawOptions): Promise<RawAnswer>;
  /** Whether an endpoint answers the challenge with which Slack verifies it. */
  verifyUrl(url: string): Promise<boolean>;

  /** A message of somebody else, as the history of a channel has it: a person, or another app with metadata. */
  write(channel: string, text: string, metadata?: Metadata): void;
  /** Archives a channel, invites the bot or removes it. */
  changeChannel(id: string, change: Partial<ChannelOptions>): void;
  changeUser(id: string, change: Partial<UserOptions>): void;
  /** Revokes the bot’s token: from now on each call with it is `token_revoked`. */
  revoke(): void;

  /** Orders a fault for the next calls of a method, of a `response_url` or of an `upload`; default one. Throws on others. */
  fail(target: string, fault: Fault, times?: number): void;
  /** Breaks all sockets off. */
  dropSockets(): void;
  /** Refuses the next sockets; default one. */
  refuseSockets(times?: number): void;
  /** Asks all sockets to leave, as Slack does when it refreshes them; default `refresh_requested`. */
  disconnect(reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Moves Slack's clock on: triggers and response_urls expire, files become ready. */
  advance(ms: number): void;
  /** The first message, now or within the time (default 5 s), for which the predicate holds. */
  waitFor(predicate: (message: Posted) => boolean, timeoutMs?: number): Promise<Posted>;
  close(): Promise<void>;
}
