import { groupsNamed } from '../access/index.js';
import type { App } from '../app.js';
import { type Slack, startSlack } from '../chat/slack/index.js';
import type { SlackTokens } from '../config/slack.js';
import { plural } from '../kpi/format.js';
import { type Checks, type Health, serveHealth } from '../observe/index.js';
import { localAsker, localUser } from './asker.js';
import { type Posting, startPosting } from './posting.js';
import { slipsOf } from './slips.js';

const DAY = 24 * 3_600_000;
/** Milliseconds that the end waits for what is being posted; it can well be posted by whoever comes next. */
const PATIENCE = 10_000;

/** Is in Slack until the process is told to end; what is being answered then is finished. */
export async function serveSlack(app: App, tokens: SlackTokens): Promise<void> {
  const { config } = app.settings;
  const told = signal();
  // Slack's packages leave some rejections to nobody, such as of a payload that is no object: it is no reason to end.
  const unheard = (error: unknown) => app.log.error({ err: error }, 'rejection that nobody handled');
  process.on('unhandledRejection', unheard);
  let slack: Slack | null = null;
  let posting: Posting | null = null;
  const health = await openHealth(app, () => checks(app, slack, posting));
  try {
    keepFresh(app, async () => posting?.look());
    const starting = startSlack({
      ...config.slack,
      publicChannels: config.slack.public,
      tokens,
      groupsNamed: groupsNamed(config.access),
      questions: app.questions,
      state: app.state,
      draw: app.draw,
      metrics: app.metrics,
      log: app.log,
      onWaiting: (reason) => print(`Slack is waited for: ${reason}.`),
    });
    slack = await Promise.race([starting, told.then(() => null)]);
    if (slack === null) return;
    posting = await startPosting(app, slack.courier);
    print(`Tally is in ${slack.place}. Ctrl-C ends it.`);
    const pruning = setInterval(() => prune(app), DAY);
    prune(app);
    await told;
    clearInterval(pruning);
    print('Finishing what is being answered.');
    await Promise.all([slack.stop(), posting.stop(PATIENCE)]);
  } catch (error) {
    // Whoever cannot go on does not stay in Slack, where nobody would be answered.
    await slack?.stop();
    throw error;
  } finally {
    process.off('unhandledRejection', unheard);
    await health?.close();
  }
}

/**
 * Neither the first question nor a morning's first one should wait for what could be read before; a source that is down
 * does not keep Tally out of Slack.
 */
function keepFresh(app: App, look: () => Promise<void>): void {
  const { model, log } = app;
  let warned = false;
  let version = -1;
  app.keepFresh(async () => {
    if (version !== model.refresher.version) await readAhead();
    // Time may have passed for an alert though no row is another.
    await look();
  });

  async function readAhead(): Promise<void> {
    version = model.refresher.version;
    try {
      if (!warned) await warnOfSlips(app);
      warned = true;
      // The words and the headline figures are at hand then, and the first to ask does not pay for them.
      await app.questions.home(localAsker('command line', localUser()));
    } catch (error) {
      log.warn({ err: error }, 'not everything could be read');
    }
  }
}

async function warnOfSlips(app: App): Promise<void> {
  const slips = await slipsOf(app);
  for (const slip of slips) print(`Warning: ${slip}`);
  if (slips.length > 0) app.log.warn({ slips: slips.length }, 'the configuration says what does nothing');
}

function prune({ state, log }: App): void {
  state.prune().catch((error: unknown) => log.error({ err: error }, 'state not pruned'));
}

async function openHealth(app: App, ready: () => Promise<Checks>): Promise<Health | null> {
  const { health } = app.settings.config;
  if (health === undefined) return null;
  const { metrics, log } = app;
  const opened = await serveHealth({ ...health, metrics, log, ready });
  print(`Health and metrics are on http://${health.host}:${opened.port}/readyz and /metrics.`);
  return opened;
}

async function checks({ model, state }: App, slack: Slack | null, posting: Posting | null): Promise<Checks> {
  const statuses = await model.refresher.status();
  const unread = statuses.filter(({ asOf }) => asOf === null).length;
  const failing = statuses.filter(({ trouble }) => trouble !== null).length;
  await state.ping();
  const { count, oldest } = await state.deliveries.backlog();
  const waiting =
    oldest === null ? 'nothing is due' : `${plural(count, 'delivery', 'deliveries')} due since ${oldest.toISOString()}`;
  return {
    slack: slack?.connected() ? { ok: true, says: 'connected' } : { ok: false, says: 'not connected' },
    model: { ok: unread === 0, says: unread === 0 ? 'every table was read' : `${unread} tables were not read yet` },
    // Answers go on from the last good state, and say so.
    sources: { ok: true, says: failing === 0 ? 'all answer' : `${failing} tables could not be refreshed` },
    state: { ok: true, says: 'answers' },
    // What is late is told to whoever waits for it; another instance may well be at it.
    posting: { ok: true, says: posting === null ? waiting : `${posting.standing()}; ${waiting}` },
  };
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
