import { dirname, join } from 'node:path';
import { chat } from '../chat/terminal/index.js';
import { slackTokens } from '../config/slack.js';
import { type Holder, holderAt } from '../instance/index.js';
import { localUser } from './asker.js';
import { throughInstance, withModel } from './conversation.js';
import { endNow } from './ending.js';
import { explain, HolderError } from './failure.js';
import { type Held, HeldElsewhere, hold } from './held.js';
import { terminalOutput } from './output.js';
import { prepared, refused } from './run.js';
import { type Target, targetOf } from './target.js';
import { programVersion } from './version.js';

/** `tally start`: into Slack where its tokens are set, else opens the terminal chat. Yields the exit code. */
export async function start({ config }: { config?: string }): Promise<number> {
  const path = await prepared(config);
  const target = targetOf(path);
  let told = false;
  let beaten = false;
  for (;;) {
    const found = target && (await holderAt(target.place, me(target)));
    if (found && target) {
      if (found.holder.role === 'start') {
        const code = await beside(path, target, found);
        return beaten ? endNow(code) : code;
      }
      // A command is through in a moment, and whoever stays is not to depend on it.
      if (!told) process.stderr.write(`${waitingFor(found.holder)}\n`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    try {
      return await openHere(path, target);
    } catch (error) {
      if (!(error instanceof HeldElsewhere)) throw error;
      beaten = true;
    }
  }
}

const me = ({ config }: Target) => ({ version: programVersion(), config: config.digest, asker: localUser() });

const waitingFor = ({ role, pid }: Holder): string =>
  `“tally ${role}” (process ${pid}) is at work with the model; Tally starts when it is done.`;

async function openHere(path: string, target: Target | null): Promise<number> {
  const served = await hold(path, target, 'start', async (held) => {
    const { slack } = held.app.settings;
    if (slack === null) {
      await openTerminal(held);
      return false;
    }
    // Loaded on demand: its packages cost a third of a second that the terminal need not wait.
    const { serveSlack } = await import('./slack.js');
    await serveSlack(held.app, slack);
    return true;
  });
  // Neither Slack that is still waited for nor a call that hangs keeps Tally from ending.
  if (served) process.exit();
  return 0;
}

const WELCOME = 'Ask away: variance electronics, or help. Leave with quit.\n\n';

async function openTerminal(held: Held): Promise<void> {
  const { model, settings } = held.app;
  const tables = [...new Set(model.feeds.map(({ table }) => table))];
  const output = terminalOutput();
  // Reads what was never read; what is only old is brought up to date by the first question.
  const statuses = await held.watch(output, () => model.refresher.ensure(tables, 0));
  output.clear();
  for (const { feed, trouble } of statuses)
    if (trouble)
      process.stderr.write(
        `! ${[feed.source, feed.table, feed.environment].filter(Boolean).join(' ')}: ${explain(trouble.error).message}\n`,
      );
  held.app.keepFresh(async () => undefined);
  if (process.stdin.isTTY) process.stdout.write(WELCOME);
  await talk(withModel(held), dirname(settings.config.model.file));
}

/** Slack hears from one Tally only; a terminal can well be one more of a Tally that runs. */
async function beside(
  path: string,
  target: Target,
  { holder, refused: reason, says }: NonNullable<Awaited<ReturnType<typeof holderAt>>>,
): Promise<number> {
  if (reason !== null) return refused(path, { reason, says }, terminalOutput());
  const running = `Tally is already running here (process ${holder.pid}, since ${holder.since.slice(0, 16).replace('T', ' ')} UTC)`;
  if (slackTokens(process.env) !== null)
    throw new HolderError(
      `${running}. End it before another one goes into Slack, or give this one another model.file.`,
    );
  process.stderr.write(`${running}; it answers here too.\n`);
  if (process.stdin.isTTY) process.stdout.write(WELCOME);
  await talk(throughInstance(target), dirname(target.model));
  return 0;
}

function talk(conversation: Parameters<typeof chat>[0], folder: string): Promise<void> {
  return chat(conversation, { input: process.stdin, output: process.stdout, history: join(folder, 'history') });
}
