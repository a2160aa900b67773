import { validateBlocks } from './blocks.js';
import { LIMITS } from './limits.js';
import { type Check, type Context, flag, isFields, listOf, oneOf, record, text } from './rules.js';
import { plain } from './texts.js';
import type { Surface } from './types.js';

/** The blocks are judged apart. */
const anything: Check = () => {};

const common = {
  private_metadata: text(LIMITS.metadata, 0),
  callback_id: text(LIMITS.id),
  external_id: text(LIMITS.id),
};

const title = plain(LIMITS.viewTitle);
const modal = record(
  { type: oneOf('modal'), title, blocks: anything },
  { ...common, submit: title, close: title, clear_on_close: flag, notify_on_close: flag, submit_disabled: flag },
);
const home = record({ type: oneOf('home'), blocks: anything }, common);

const submitForInputs: Check = (view, path, look) => {
  const hasInput = isFields(view) && listOf(view.blocks).some(({ type }) => type === 'input');
  if (hasInput && view.submit === undefined) look.problem(path, 'a view with an input needs `submit`');
};

/** What Slack has against a view, each as `problem [json-pointer:/view/…]`; empty where it takes it. */
export function validateView(view: unknown, surface: Exclude<Surface, 'message'>, context: Context): readonly string[] {
  const problems: string[] = [];
  const look = {
    ...context,
    surface,
    problem: (path: string, what: string) => problems.push(`${what} [json-pointer:${path}]`),
  };
  const check = surface === 'modal' ? modal : home;
  check(view, '/view', look);
  if (surface === 'modal') submitForInputs(view, '/view', look);
  const blocks = isFields(view) ? view.blocks : undefined;
  return [...problems, ...validateBlocks(blocks, surface, context, '/view/blocks')];
}
