import { initialOf, offeredBy } from './elements.js';
import { type Control, controlsOf } from './find.js';
import { isFields } from './rules.js';
import type { Fields, Posted, View } from './types.js';

/** The key under which a control without options tells its value. */
const VALUE_KEYS: Readonly<Record<string, string>> = {
  plain_text_input: 'value',
  number_input: 'value',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};

const SEVERAL = new Set(['multi_static_select', 'multi_external_select', 'checkboxes']);

const isView = (target: Posted | View): target is View => 'id' in target;

export const idOf = (target: Posted | View): string => (isView(target) ? target.id : target.ts);

/** What people have filled in; a control that keeps its ids through an update keeps its value, as in Slack. */
export class Forms {
  readonly #values = new Map<string, Fields>();
  readonly #suggested = new Map<string, readonly Fields[]>();

  set(target: Posted | View, control: Control, value: Fields): void {
    this.#values.set(keyOf(target, control), value);
  }

  /** Options that the app has offered for a control with external ones. */
  offer(target: Posted | View, control: Control, options: readonly Fields[]): void {
    this.#suggested.set(keyOf(target, control), options);
  }

  options(target: Posted | View, control: Control): readonly Fields[] {
    return [...offeredBy(control.element), ...(this.#suggested.get(keyOf(target, control)) ?? [])];
  }

  valueOf(target: Posted | View, control: Control): Fields {
    return this.#values.get(keyOf(target, control)) ?? initialValue(control.element);
  }

  /** `state.values` of a view or a message: of all but its buttons and overflow menus. */
  valuesOf(target: Posted | View): Readonly<Record<string, Fields>> {
    const values: Record<string, Record<string, unknown>> = {};
    for (const control of controlsOf(target.blocks)) {
      if (control.element.type === 'button' || control.element.type === 'overflow') continue;
      const ofBlock = values[control.blockId] ?? {};
      ofBlock[control.actionId] = this.valueOf(target, control);
      values[control.blockId] = ofBlock;
    }
    return values;
  }
}

const keyOf = (target: Posted | View, { blockId, actionId }: Control): string =>
  [idOf(target), blockId, actionId].join('\n');

function initialValue(element: Fields): Fields {
  const type = String(element.type);
  if (type === 'multi_users_select') return { type, selected_users: element.initial_users ?? [] };
  const key = VALUE_KEYS[type];
  if (key !== undefined)
    return { type, [key]: element[key.replace('selected', 'initial')] ?? element.initial_value ?? null };
  const initial = initialOf(element);
  return SEVERAL.has(type) ? { type, selected_options: initial } : { type, selected_option: initial[0] ?? null };
}

/**
 * A control's value when a person fills in these; options are meant by value or by label. Throws where they are not on
 * offer, or more than may be picked; `forged` takes them all the same.
 */
export function chosenValue(
  { element }: Control,
  offered: readonly Fields[],
  wanted: readonly string[],
  forged: boolean,
) {
  const type = String(element.type);
  const most = typeof element.max_selected_items === 'number' ? element.max_selected_items : wanted.length;
  if (!forged && wanted.length > most) throw new Error(`no more than ${most} may be picked`);
  if (type === 'multi_users_select') return { type, selected_users: wanted };
  const key = VALUE_KEYS[type];
  if (key !== undefined) return { type, [key]: wanted[0] ?? null };
  const picked = wanted.map((name) => pick(offered, name, forged));
  return SEVERAL.has(type) ? { type, selected_options: picked } : { type, selected_option: picked[0] ?? null };
}

function pick(offered: readonly Fields[], name: string, forged: boolean): Fields {
  const found = offered.find((option) => option.value === name) ?? offered.find((option) => textOf(option) === name);
  if (found) return found;
  if (forged) return { text: { type: 'plain_text', text: name }, value: name };
  throw new Error(`${name} is not on offer, only ${offered.map(textOf).join(', ') || 'nothing'}`);
}

export const textOf = ({ text }: Fields): string => (isFields(text) ? String(text.text) : '');

/** What Slack's own form says before it sends anything; null where it would send. */
export function complaint({ element, input }: Control, { type: _type, ...value }: Fields): string | null {
  const [given] = Object.values(value);
  const isEmpty = given === null || given === '' || (Array.isArray(given) && given.length === 0);
  if (isEmpty) return input !== null && input.optional !== true ? 'is required' : null;
  if (element.type === 'number_input') return numberComplaint(element, String(given));
  if (element.type !== 'plain_text_input') return null;
  const { min_length = 0, max_length = 3000 } = element;
  const { length } = String(given);
  return length < Number(min_length) || length > Number(max_length)
    ? `must have ${min_length}–${max_length} characters`
    : null;
}

function numberComplaint({ is_decimal_allowed, min_value, max_value }: Fields, given: string): string | null {
  const number = Number(given);
  if (Number.isNaN(number) || (is_decimal_allowed !== true && !Number.isInteger(number))) return 'must be a number';
  if (min_value !== undefined && number < Number(min_value)) return `must be at least ${min_value}`;
  if (max_value !== undefined && number > Number(max_value)) return `must be at most ${max_value}`;
  return null;
}
