import { isFields, listOf } from './rules.js';
import type { Fields, Posted, View } from './types.js';
import { withBlockIds } from './workspace.js';

/** Something that a person can press, pick from or type into. */
export interface Control {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Fields;
  /** The input block it is in, if any. */
  readonly input: Fields | null;
}

const INERT = new Set(['image', 'plain_text', 'mrkdwn']);

export function controlsOf(blocks: readonly Fields[]): readonly Control[] {
  return withBlockIds(blocks).flatMap((block) => {
    const isInput = block.type === 'input';
    const elements = isInput ? listOf([block.element]) : [...listOf([block.accessory]), ...actionsOf(block)];
    return elements
      .filter(({ type }) => !INERT.has(String(type)))
      .map((element, index) => ({
        blockId: String(block.block_id),
        actionId: String(element.action_id ?? `auto-${index}`),
        element,
        input: isInput ? block : null,
      }));
  });
}

const actionsOf = ({ type, elements }: Fields): readonly Fields[] => (type === 'actions' ? listOf(elements) : []);

/**
 * The one control with that action id, block id or label; its action id or label counts before its block id. Throws
 * where there is none or several, and lists what there is.
 */
export function findControl(target: Posted | View, name: string): Control {
  const controls = controlsOf(target.blocks);
  const named = controls.filter((control) => control.actionId === name || labelOf(control) === name);
  const found = named.length > 0 ? named : controls.filter(({ blockId }) => blockId === name);
  const [control, another] = found;
  if (control && !another) return control;
  const there = controls.map((one) => `${one.actionId} “${labelOf(one)}”`).join(', ') || 'nothing';
  throw new Error(`${found.length === 0 ? 'nothing' : 'more than one control'} is called ${name}; there is ${there}`);
}

function labelOf({ element, input }: Control): string {
  const label = input?.label ?? element.text ?? element.placeholder;
  return isFields(label) ? String(label.text) : '';
}
