import { BOT, type Workspace } from './workspace.js';

/** What Slack makes of a text that somebody types: all markup is escaped. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same for a command that has `should_escape`: `@ann` and `#general` come as ids with names. */
export const sentByCommand = (text: string, workspace: Workspace): string =>
  withIds(
    text,
    namesOf(workspace, (id, name) => `<${id}|${name}>`),
  );

/** The same for a message, where a person's id comes alone. */
export const sentByMessage = (text: string, workspace: Workspace): string =>
  withIds(
    text,
    namesOf(workspace, (id, name) => (id.startsWith('@') ? `<${id}>` : `<${id}|${name}>`)),
  );

/** Ids that the text has from the start are left as they are. */
function withIds(text: string, ids: ReadonlyMap<string, string>): string {
  const parts = text.split(/(<[@#][A-Z0-9]+(?:\|[^>]*)?>|[@#][\w.-]+)/);
  return parts.map((part, index) => (index % 2 === 1 ? (ids.get(part) ?? part) : escaped(part))).join('');
}

function namesOf({ options }: Workspace, markup: (id: string, name: string) => string): ReadonlyMap<string, string> {
  const people = Object.entries({ ...options.users, [BOT.user]: BOT });
  const rooms = Object.entries(options.channels);
  return new Map([
    ...people.map(([id, { name }]) => [`@${name}`, markup(`@${id}`, name)] as const),
    ...rooms.map(([id, { name }]) => [`#${name}`, markup(`#${id}`, name)] as const),
  ]);
}
