import { LIMITS } from './limits.js';
import {
  all,
  type Check,
  either,
  flag,
  integer,
  isFields,
  list,
  listOf,
  matching,
  oneOf,
  record,
  tagged,
  text,
  unique,
} from './rules.js';
import { actionId, anyText, confirm, mrkdwn, plain } from './texts.js';

const optionText = plain(LIMITS.option);
const optionValue = text(LIMITS.option);
const option = record({ text: optionText, value: optionValue }, { description: optionText });
const menuOption = record({ text: optionText, value: optionValue }, { description: optionText, url: text(LIMITS.url) });
const markedOption = record(
  { text: anyText(LIMITS.option), value: optionValue },
  { description: anyText(LIMITS.option) },
);

const options = (of: Check, min: number, max: number) => all(list(of, min, max), unique('value'));
const optionGroup = record({ label: optionText, options: options(option, 1, LIMITS.options) });

const common = { action_id: actionId, confirm, focus_on_load: flag };
const placed = { ...common, placeholder: plain(LIMITS.placeholder) };
const several = { ...placed, max_selected_items: integer(1, LIMITS.options) };
const ids = list(text(LIMITS.id), 1, LIMITS.options);

function element(type: string, required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>>) {
  return record({ type: oneOf(type), ...required }, optional);
}

/** What is picked at first must be one of the options, in all its parts. */
const initialAmongOptions: Check = (value, path, look) => {
  if (!isFields(value)) return;
  const offered = offeredBy(value).map((entry) => JSON.stringify(entry));
  for (const initial of initialOf(value)) {
    if (!offered.includes(JSON.stringify(initial))) look.problem(path, 'initial option must be one of the options');
  }
};

/** The options of an element, those of its groups included. */
export function offeredBy(element: Readonly<Record<string, unknown>>) {
  return [...listOf(element.options), ...listOf(element.option_groups).flatMap((group) => listOf(group.options))];
}

/** The options that are picked from the start. */
export function initialOf(element: Readonly<Record<string, unknown>>) {
  return [...listOf([element.initial_option]), ...listOf(element.initial_options)];
}

function staticSelect(type: string, optional: Readonly<Record<string, Check>>): Check {
  const groups = list(optionGroup, 1, LIMITS.options);
  const fields = { ...optional, options: options(option, 1, LIMITS.options), option_groups: groups };
  return all(element(type, {}, fields), either('options', 'option_groups'), initialAmongOptions);
}

const button = element(
  'button',
  { text: plain(LIMITS.button) },
  {
    action_id: actionId,
    confirm,
    value: text(LIMITS.buttonValue),
    url: text(LIMITS.url),
    style: oneOf('primary', 'danger'),
    accessibility_label: text(LIMITS.button),
  },
);

const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date: YYYY-MM-DD');
const time = matching(/^\d{2}:\d{2}$/, 'a time: HH:mm');
const initials = list(option, 1, LIMITS.options);
const typedLength = integer(0, LIMITS.input);
const queryLength = integer(0, LIMITS.options);
const resolving = { ...placed, response_url_enabled: flag };
const conversations = record(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_bot_users: flag,
    exclude_external_shared_channels: flag,
  },
);
const picking = { ...resolving, default_to_current_conversation: flag, filter: conversations };

const radios = all(
  element('radio_buttons', { options: options(markedOption, 1, 10) }, { ...common, initial_option: markedOption }),
  initialAmongOptions,
);
const checkboxes = all(
  element(
    'checkboxes',
    { options: options(markedOption, 1, 10) },
    { ...common, initial_options: list(markedOption, 1, 10) },
  ),
  initialAmongOptions,
);

const choosers: Readonly<Record<string, Check>> = {
  static_select: staticSelect('static_select', { ...placed, initial_option: option }),
  multi_static_select: staticSelect('multi_static_select', { ...several, initial_options: initials }),
  external_select: element('external_select', {}, { ...placed, initial_option: option, min_query_length: queryLength }),
  multi_external_select: element(
    'multi_external_select',
    {},
    { ...several, initial_options: initials, min_query_length: queryLength },
  ),
  users_select: element('users_select', {}, { ...placed, initial_user: text(LIMITS.id) }),
  multi_users_select: element('multi_users_select', {}, { ...several, initial_users: ids }),
  channels_select: element('channels_select', {}, { ...resolving, initial_channel: text(LIMITS.id) }),
  conversations_select: element('conversations_select', {}, { ...picking, initial_conversation: text(LIMITS.id) }),
  datepicker: element('datepicker', {}, { ...placed, initial_date: date }),
  timepicker: element('timepicker', {}, { ...placed, initial_time: time, timezone: text(LIMITS.id) }),
  radio_buttons: radios,
  checkboxes,
};

const overflow = element('overflow', { options: options(menuOption, 2, 5) }, { action_id: actionId, confirm });

const plainInput = element(
  'plain_text_input',
  {},
  {
    ...placed,
    initial_value: text(LIMITS.input),
    multiline: flag,
    min_length: typedLength,
    max_length: integer(1, LIMITS.input),
    dispatch_action_config: record({
      trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2),
    }),
  },
);

const decimal = matching(/^-?\d+(\.\d+)?$/, 'a number, as a string');
const numberInput = element(
  'number_input',
  { is_decimal_allowed: flag },
  { ...placed, initial_value: decimal, min_value: decimal, max_value: decimal },
);

/** Of a message or a view: a public URL or a file of the workspace that is ready, and words for it. */
export function image(optional: Readonly<Record<string, Check>>): Check {
  const fields = { ...optional, image_url: matching(/^https:\/\/\S{1,2992}$/, 'a public URL'), slack_file: slackFile };
  return all(element('image', { alt_text: text(LIMITS.alt) }, fields), either('image_url', 'slack_file'));
}

const slackFile: Check = (value, path, look) => {
  record({ id: text(LIMITS.id) })(value, path, look);
  const id = isFields(value) ? value.id : undefined;
  if (typeof id !== 'string') return;
  if (look.ephemeral) look.problem(path, 'invalid slack file: an ephemeral message carries no file');
  else if (look.file(id) !== 'ready') look.problem(path, `invalid slack file: ${look.file(id)}`);
};

export const contextElement = tagged({
  image: image({}),
  plain_text: plain(LIMITS.contextText),
  mrkdwn: mrkdwn(LIMITS.contextText),
});
export const action = tagged({ button, overflow, ...choosers });
export const accessory = tagged({ button, overflow, image: image({}), ...choosers });
export const input = tagged({ plain_text_input: plainInput, number_input: numberInput, ...choosers });

/** What an app may answer to a `block_suggestion`. */
export const suggestions: Check = all(
  record({}, { options: options(option, 0, LIMITS.options), option_groups: list(optionGroup, 0, LIMITS.options) }),
  either('options', 'option_groups'),
);
