/**
 * Text in, reply out. The registry of slash commands; knows no chat, and chats know no KPI. Imports
 * intent, kpi, reply, charts. Tested in `tests/commands` and, whole, through the command line.
 */
import type { Command } from './command.js';
import type { Desk } from './desk.js';
import { ofOneModel } from './one-model.js';
import type { Reply } from './reply.js';
import { stock } from './stock.js';

export const COMMANDS: readonly Command[] = [stock];

/** Answers `/stock …`, with or without the slash. */
export async function answer(text: string, desk: Desk): Promise<Reply> {
  const [whole, slash = '', name = ''] = /^\s*(\/?)(\S*)\s*/.exec(text) ?? [''];
  const command = COMMANDS.find((candidate) => candidate.name === name.toLowerCase());
  if (command) {
    const reply = await ofOneModel(desk.model, () => command.answer(text.slice(whole.length), desk));
    return reply.kind === 'mistake' ? moved(reply, whole.length) : reply;
  }
  const names = COMMANDS.map((candidate) => `/${candidate.name}`).join(', ');
  const [first] = COMMANDS;
  const rest = slash ? text.slice(whole.length) : text.trim();
  const understood = first !== undefined && rest !== '' && (await first.understands(rest, desk));
  return {
    kind: 'mistake',
    mistake: {
      code: 'unknown',
      message:
        name === ''
          ? `A question begins with ${names}.`
          : `“${slash}${name.slice(0, 80)}” is no command; there is ${names}.`,
      start: 0,
      end: whole.trimEnd().length,
      suggestions: [...(understood ? [`/${first.name} ${rest}`] : []), `/${first?.name} help`],
    },
  };
}

/** A question without a command's name gets that of the first command that understands it; without any text, or with `?`, help. */
export async function addressed(text: string, desk: Desk): Promise<string> {
  const [, slash = '', name = ''] = /^\s*(\/?)(\S*)/.exec(text) ?? [];
  const [first] = COMMANDS;
  if (slash !== '' || !first || COMMANDS.some((command) => command.name === name.toLowerCase())) return text;
  if (/^\s*\??\s*$/.test(text)) return `/${first.name} help`;
  const understood = await Promise.all(COMMANDS.map(async (command) => command.understands(text, desk)));
  return `/${COMMANDS[understood.indexOf(true)]?.name ?? first.name} ${text.trim()}`;
}

function moved(reply: Reply & { kind: 'mistake' }, by: number): Reply {
  const { mistake } = reply;
  return { kind: 'mistake', mistake: { ...mistake, start: mistake.start + by, end: mistake.end + by } };
}
