import { validateBlocks } from './blocks.js';
import type { Methods } from './methods.js';
import { isFields, listOf } from './rules.js';
import type { Fields } from './types.js';
import { validateView } from './view.js';
import { APP, BOT, type OpenView, refusal, SlackError, TEAM, type Workspace, withBlockIds } from './workspace.js';

const TRIGGER_MS = 3000;

/** The parts of a view that have been checked; throws `invalid_arguments` with the problems. */
export function viewContent(workspace: Workspace, view: unknown, type: 'modal' | 'home') {
  const problems = validateView(view, type, workspace.context());
  if (problems.length > 0 || !isFields(view)) throw refusal('invalid_arguments', problems);
  return { content: view, blocks: listOf(view.blocks) };
}

function takeTrigger(workspace: Workspace, id: string): string {
  const trigger = workspace.triggers.get(id);
  if (!trigger) throw new SlackError('invalid_trigger_id');
  if (trigger.used) throw new SlackError('exchanged_trigger_id');
  if (workspace.now() > trigger.at + TRIGGER_MS) throw new SlackError('expired_trigger_id');
  trigger.used = true;
  return trigger.user;
}

type Content = ReturnType<typeof viewContent>;

function newView(workspace: Workspace, user: string, type: 'modal' | 'home', content: Content): OpenView {
  const hash = `${workspace.next()}.hash`;
  return { id: workspace.newId('V'), type, user, ...content, hash, updates: 0, closed: false, errors: {} };
}

/** Gives a view new content; throws `invalid_arguments` with the problems. */
export function changeView(workspace: Workspace, view: OpenView, next: unknown): void {
  const content = viewContent(workspace, next, view.type);
  Object.assign(view, { ...content, hash: `${workspace.next()}.hash`, updates: view.updates + 1, errors: {} });
}

/** A view as Slack shows it to apps; `values` is what has been filled in. */
export function viewBody(view: OpenView, values: Fields): Fields {
  return {
    callback_id: '',
    private_metadata: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view.content,
    id: view.id,
    team_id: TEAM.id,
    app_id: APP,
    bot_id: BOT.id,
    blocks: withBlockIds(view.blocks),
    state: { values },
    hash: view.hash,
    root_view_id: view.id,
    previous_view_id: null,
  };
}

function open(workspace: Workspace, { trigger_id, view }: Fields): Fields {
  const content = viewContent(workspace, view, 'modal');
  const { external_id } = content.content;
  if (external_id !== undefined && findView(workspace, { external_id })) throw new SlackError('duplicate_external_id');
  const opened = newView(workspace, takeTrigger(workspace, String(trigger_id)), 'modal', content);
  workspace.views.set(opened.id, opened);
  return { view: viewBody(opened, {}) };
}

function findView({ views }: Workspace, { view_id, external_id }: Fields): OpenView | undefined {
  return [...views.values()].find(
    (view) => !view.closed && (view.id === view_id || (external_id && view.content.external_id === external_id)),
  );
}

function checkHash(view: OpenView, hash: unknown): void {
  if (hash !== undefined && hash !== view.hash) throw new SlackError('hash_conflict');
}

function update(workspace: Workspace, args: Fields): Fields {
  const view = findView(workspace, args);
  if (!view) throw new SlackError('not_found');
  checkHash(view, args.hash);
  changeView(workspace, view, args.view);
  return { view: viewBody(view, {}) };
}

function publish(workspace: Workspace, { user_id, view, hash }: Fields): Fields {
  const user = String(user_id);
  if (!Object.hasOwn(workspace.options.users, user)) throw new SlackError('user_not_found');
  const home = workspace.homes.get(user);
  if (home) {
    checkHash(home, hash);
    changeView(workspace, home, view);
    return { view: viewBody(home, {}) };
  }
  const fresh = newView(workspace, user, 'home', viewContent(workspace, view, 'home'));
  workspace.homes.set(user, fresh);
  return { view: viewBody(fresh, {}) };
}

function validate(workspace: Workspace, { blocks, message, view }: Fields): Fields {
  const problems = isFields(view)
    ? validateView(view, view.type === 'home' ? 'home' : 'modal', workspace.context())
    : validateBlocks(isFields(message) ? message.blocks : blocks, 'message', workspace.context());
  if (problems.length > 0) throw refusal('invalid_blocks', problems);
  return {};
}

export const viewMethods: Methods = {
  'views.open': { required: ['trigger_id', 'view'], run: open },
  'views.update': { required: ['view'], optional: ['view_id', 'external_id', 'hash'], run: update },
  'views.publish': { required: ['user_id', 'view'], optional: ['hash'], run: publish },
  'blocks.validate': { optional: ['blocks', 'message', 'view'], run: validate },
};
