import { randomUUID } from 'node:crypto';
import type { Identity } from '../access/index.js';
import { ALL_RIGHTS, common, type Rights } from '../kpi/rights.js';
import { type Log, type Metrics, requestId, withRequest } from '../observe/index.js';
import type { AuditEntry } from '../state/index.js';
import type { Desk, SharedDesk } from './desk.js';
import { type DigestOptions, makeDigest } from './digest/index.js';
import { sayFailure } from './failure.js';
import type { Choice, Composed, Fields, Form } from './form.js';
import { type Home, homeOf } from './home.js';
import { addressed, answer, COMMANDS } from './index.js';
import { NotRead } from './not-read.js';
import type { Pace } from './pace.js';
import type { Reply, Step } from './reply.js';
import { DIGEST } from './subscriptions/question.js';
import { turn } from './turns.js';

/** Who asks, and who reads the answer. */
export interface Asker {
  readonly chat: 'slack' | 'terminal' | 'command line';
  readonly user: string;
  /** User groups that the user is a member of, as far as access rules name them. */
  readonly groups: readonly string[];
  /** User groups of which that could not be found out. */
  readonly unknownGroups: readonly string[];
  readonly channel: string | null;
  /** Whether the whole channel reads the answer. */
  readonly public: boolean;
  /** Whether “here” was written, which the chat has taken off the question. */
  readonly here?: boolean;
  /** What the chat knows of this person and of places, asked when it is needed; left out where the chat knows nothing. */
  readonly about?: AboutAsker;
}

export interface AboutAsker {
  /** IANA name of the person’s time zone; null where it cannot be told. */
  timeZone(): Promise<string | null>;
  /** Why nothing can be posted to this channel, for the person to read; null where it can. */
  obstacle(channel: string): Promise<string | null>;
}

/** An answer, or why there is none; `id` finds its lines in the log and its entry in the audit. */
export type Answered = {
  readonly id: string;
  /** The question with its command, to which the places in a mistake refer. */
  readonly text: string;
} & (
  | Reply
  | { readonly kind: 'limited'; readonly seconds: number }
  /** `message` is for any reader; the error itself only for whoever runs Tally. */
  | { readonly kind: 'failure'; readonly message: string; readonly error: unknown }
);

/** The one door through which every chat asks: rights, limits, audit, metrics and log lie behind it. */
export interface Questions {
  /** Never rejects. In a chat, text without a command’s name is taken for one of the first that understands it. */
  ask(text: string, asker: Asker): Promise<Answered>;
  /** The same for what is posted without being asked: at any pace, and in the audit and the metrics of chat `subscription`. */
  deliver(question: string, asker: Asker): Promise<Answered>;
  /** The digest in the same way, and the id of what was recorded of it; null where nothing was. */
  digest(
    asker: Asker,
    options: DigestOptions,
  ): Promise<{ readonly answered: Answered; readonly record: number | null }>;
  /** What commands work with for this asker. */
  deskFor(asker: Asker): Desk;
  /** A question as a form to edit; null when it is none. */
  form(question: string, asker: Asker): Promise<Form | null>;
  compose(fields: Fields, asker: Asker): Promise<Composed>;
  /** Values that go on as typed, best first. */
  suggest(typed: string, asker: Asker): Promise<readonly Choice[]>;
  /** The same question over other days, against earlier ones and as a trend; none for what is no question. */
  periods(question: string, asker: Asker): Promise<readonly Step[]>;
  /** What the start page shows of the data. */
  home(asker: Asker): Promise<Home>;
  rights(asker: Asker): Rights;
}

export interface QuestionsOptions {
  readonly desk: SharedDesk;
  readonly rightsOf: (who: Identity) => Rights;
  readonly record: (entry: AuditEntry) => Promise<void>;
  readonly pace: Pace;
  readonly metrics: Pick<Metrics, 'question'>;
  readonly log: Log;
  readonly now: () => Date;
}

export function createQuestions(options: QuestionsOptions): Questions {
  const { desk, rightsOf, pace, metrics, log, now } = options;

  /** In public the channel reads along, so that both have to have the right. */
  function rights({ chat, user, groups, unknownGroups, channel, public: open }: Asker): Rights {
    if (chat !== 'slack') return ALL_RIGHTS;
    const own = rightsOf({ user, groups, unknownGroups, channel });
    // Whoever reads along is nobody in particular: only rules that name the channel are about them.
    return open ? common(own, rightsOf({ user: null, groups: [], channel })) : own;
  }

  const deskOf = (asker: Asker): Desk => ({
    ...desk,
    asker,
    rights: rights(asker),
    rightsIn: (channel) => rights({ ...asker, channel, public: channel !== null }),
    who: `${asker.chat} ${asker.user}`,
  });

  function paced(id: string, text: string, asker: Asker): Promise<Answered> {
    const wait = asker.chat === 'slack' ? pace.take(asker.user) : 0;
    if (wait > 0) return Promise.resolve({ id, text, kind: 'limited', seconds: Math.ceil(wait / 1000) });
    return tryToAnswer(id, text, asker);
  }

  function tryToAnswer(id: string, text: string, asker: Asker): Promise<Answered> {
    return attempt(id, text, async () => {
      const own = deskOf(asker);
      const whole = asker.chat === 'command line' ? text : await addressed(text, own);
      return { text: whole, ...withHelp(await answer(whole, own), whole) };
    });
  }

  async function attempt(
    id: string,
    text: string,
    work: () => Promise<Reply & { readonly text?: string }>,
  ): Promise<Answered> {
    try {
      return { id, text, ...(await work()) };
    } catch (error) {
      // What keeps a table from being read has its own line, once for each try and not for each question.
      log[error instanceof NotRead ? 'warn' : 'error']({ err: error }, 'question failed');
      return { id, text, kind: 'failure', message: sayFailure(error), error };
    }
  }

  async function note(
    text: string,
    asker: Omit<Asker, 'chat'> & Pick<AuditEntry, 'chat'>,
    answered: Answered,
    durationMs: number,
  ): Promise<void> {
    const entry = entryOf(text, asker, answered, now(), durationMs);
    metrics.question({ chat: entry.chat, outcome: entry.outcome, kpi: entry.kpi }, durationMs / 1000);
    const { at: _, question: __, canonical: ___, ...fields } = entry;
    log.info(fields, 'question');
    try {
      await options.record(entry);
    } catch (error) {
      // An answer is not withheld because it cannot be written down.
      log.error({ err: error }, 'audit entry not written');
    }
  }

  function noted(
    text: string,
    asker: Asker,
    chat: AuditEntry['chat'],
    answer: (id: string) => Promise<Answered>,
  ): Promise<Answered> {
    const outer = requestId();
    const id = outer ?? randomUUID().slice(0, 8);
    const work = async () => {
      const started = performance.now();
      const answered = await answer(id);
      await turn();
      await note(text, { ...asker, chat }, answered, Math.round(performance.now() - started));
      return answered;
    };
    return outer === null ? withRequest(id, work) : work();
  }

  return {
    rights,
    deskFor: deskOf,
    ask: (text, asker) => noted(text, asker, asker.chat, (id) => paced(id, text, asker)),
    deliver: (question, asker) => noted(question, asker, 'subscription', (id) => tryToAnswer(id, question, asker)),
    async digest(asker, options) {
      let record: number | null = null;
      const reply = async (): Promise<Reply> => {
        const made = await makeDigest(deskOf(asker), options);
        if ('mistake' in made) return { kind: 'mistake', mistake: made.mistake };
        record = made.record;
        return { kind: 'digest', digest: made.digest };
      };
      const answered = await noted(DIGEST, asker, 'subscription', (id) => attempt(id, DIGEST, reply));
      return { answered, record };
    },
    home: (asker) => homeOf(deskOf(asker)),
    async form(question, asker) {
      return commandOf(question)?.form(bare(question), deskOf(asker)) ?? null;
    },
    async periods(question, asker) {
      return commandOf(question)?.periods(bare(question), deskOf(asker)) ?? [];
    },
    async compose(fields, asker) {
      const command = COMMANDS.find(({ name }) => name === fields.subject);
      if (!command) return { ok: false, field: 'kpi', message: 'There is no such command.' };
      return command.compose(fields, deskOf(asker));
    },
    async suggest(typed, asker) {
      const found = await Promise.all(COMMANDS.map((command) => command.suggest(typed, deskOf(asker))));
      return found.flat();
    },
  };
}

const commandOf = (question: string) =>
  COMMANDS.find(({ name }) => new RegExp(`^/?${name}(\\s|$)`, 'i').test(question));
const bare = (question: string): string => question.replace(/^\/?\S+\s*/, '');

/** Nobody is left with a mistake and nothing to go on with; what is closed is not helped by help. */
function withHelp(reply: Reply, question: string): Reply {
  const command = commandOf(question);
  if (reply.kind !== 'mistake' || !command) return reply;
  const { mistake } = reply;
  if (mistake.code === 'refused' || mistake.suggestions.length > 0) return reply;
  return { kind: 'mistake', mistake: { ...mistake, suggestions: [`/${command.name} help`] } };
}

const CUT = 500;

function entryOf(
  text: string,
  asker: Pick<AuditEntry, 'chat' | 'user' | 'channel' | 'public'>,
  answered: Answered,
  at: Date,
  durationMs: number,
): AuditEntry {
  const { chat, user, channel } = asker;
  const result = answered.kind === 'result' ? answered.result : null;
  const did = answered.kind === 'result' ? answered.did : undefined;
  const asOf = answered.kind === 'digest' ? answered.digest.asOf : (result?.asOf ?? []);
  return {
    at,
    id: answered.id,
    chat,
    user,
    channel,
    public: asker.public,
    question: text.slice(0, CUT),
    canonical: did ?? questionOf(answered),
    kpi: result?.kpi ?? (answered.kind === 'digest' ? 'digest' : null),
    outcome: outcomeOf(answered),
    rows: result?.rows.length ?? null,
    durationMs,
    asOf: asOf.map((one) => one.at).sort()[0] ?? null,
  };
}

/** As it was understood. */
function questionOf(answered: Answered): string | null {
  if (answered.kind === 'result') return answered.result.question;
  return answered.kind === 'digest' ? answered.digest.question : null;
}

function outcomeOf(answered: Answered): AuditEntry['outcome'] {
  switch (answered.kind) {
    case 'result':
    case 'digest':
      return 'answered';
    case 'help':
      return 'help';
    case 'limited':
      return 'limited';
    case 'failure':
      return 'failed';
    case 'mistake':
      return answered.mistake.code === 'refused' ? 'refused' : 'mistake';
  }
}
