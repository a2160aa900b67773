import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Choice, Composed, Fields, Form } from '../../commands/form.js';
import { printable } from '../../reply/cells.js';
import { LIMITS } from '../../reply/limits.js';
import type { Spot } from './spot.js';

/** The modal in which a question is edited field by field. */
export const EDIT = 'tally:edit-question';
export const VALUES_ACTION = 'tally:values';
const NONE = '-';
const MOST_ROWS = 1000;
/** As long as a question may be. */
const LONGEST_MORE = 2000;

const spotSchema = z.strictObject({
  user: z.string(),
  channel: z.string().nullable(),
  thread: z.string().optional(),
  responseUrl: z.string().nullable(),
  source: z.strictObject({ ts: z.string(), ephemeral: z.boolean() }).nullable(),
  direct: z.boolean(),
});
const metadataSchema = z.strictObject({ spot: spotSchema, subject: z.string() });
type Metadata = z.output<typeof metadataSchema>;

/**
 * A modal carries where its question stood, on which rights depend, so that it is sealed: only what this app wrote, for
 * this very person, is believed.
 */
export function createSeal(secret: string) {
  const sign = (text: string) => createHmac('sha256', secret).update(`tally modal ${text}`).digest('base64url');
  return {
    close(spot: Spot, subject: string): string {
      const text = JSON.stringify({ spot, subject });
      return `${sign(text)}.${text}`;
    },
    /** Null for what was not sealed by this app, or for another person. */
    open(sealed: string, user: string): (Omit<Metadata, 'spot'> & { readonly spot: Spot }) | null {
      const at = sealed.indexOf('.');
      const [given, text] = [Buffer.from(sealed.slice(0, at)), sealed.slice(at + 1)];
      const expected = Buffer.from(sign(text));
      if (at < 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const { spot, subject } = metadataSchema.parse(JSON.parse(text));
      if (spot.user !== user) return null;
      const { thread, ...place } = spot;
      return { subject, spot: thread === undefined ? place : { ...place, thread } };
    },
  };
}

export function editView(form: Form, metadata: string): ModalView {
  const { fields, kpis, dimensions, across, periods, comparisons, environments } = form;
  const initial = options(form.filters);
  return {
    type: 'modal',
    callback_id: EDIT,
    private_metadata: metadata,
    title: plain('Edit the question'),
    submit: plain('Ask'),
    close: plain('Cancel'),
    blocks: [
      input('kpi', 'What', select(kpis, fields.kpi)),
      {
        ...input('filters', 'Of', {
          type: 'multi_external_select',
          action_id: VALUES_ACTION,
          min_query_length: 1,
          placeholder: plain('Type a category, product, sku or warehouse'),
          ...(initial.length > 0 ? { initial_options: initial } : {}),
        }),
        optional: true,
      },
      input('by', 'By', selectOrNone(dimensions, fields.by, 'What suits the question')),
      input('across', 'Across', selectOrNone(across, fields.across, 'Nothing')),
      input('period', 'Period', selectOrNone(periods, fields.period, 'None')),
      input('versus', 'Compare with', selectOrNone(comparisons, fields.versus, 'Nothing')),
      input('environment', 'In', selectOrNone(environments, fields.environment, 'Test and Production')),
      input(
        'end',
        'Order',
        select(
          [
            { value: 'top', label: 'Biggest first' },
            { value: 'bottom', label: 'Smallest first' },
          ],
          fields.end,
        ),
      ),
      {
        ...input('count', 'Rows', {
          type: 'number_input',
          action_id: 'value',
          is_decimal_allowed: false,
          min_value: '1',
          max_value: String(MOST_ROWS),
          ...(fields.count === null ? {} : { initial_value: String(fields.count) }),
        }),
        optional: true,
        hint: plain('Leave it empty to see all of them.'),
      },
      {
        ...input('more', 'More', {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: LONGEST_MORE,
          placeholder: plain('over 5%'),
          ...(fields.more === '' ? {} : { initial_value: fields.more }),
        }),
        optional: true,
        hint: plain('Anything else, as you would type it: over 5%, by value variance, since 2026-09-01, vs 2026-10.'),
      },
    ],
  };
}

type Input = Extract<ModalView['blocks'][number], { type: 'input' }>;

const input = (name: string, label: string, element: Input['element']): Input => ({
  type: 'input',
  block_id: name,
  label: plain(label),
  element,
});

function select(choices: readonly Choice[], chosen: string): Input['element'] {
  const all = options(choices);
  const initial = all.find(({ value }) => value === chosen);
  return { type: 'static_select', action_id: 'value', options: all, ...(initial ? { initial_option: initial } : {}) };
}

const selectOrNone = (choices: readonly Choice[], chosen: string | null, none: string): Input['element'] =>
  select([{ value: NONE, label: none }, ...choices], chosen ?? NONE);

export function options(choices: readonly Choice[]): PlainTextOption[] {
  return choices.slice(0, LIMITS.options).map(({ value, label }) => ({ text: plain(label), value }));
}

function plain(text: string) {
  return { type: 'plain_text' as const, text: printable(text), emoji: false };
}

interface Given {
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
  readonly selected_options?: readonly { readonly value: string }[];
}

/** What was filled in, by block and action as Slack hands it back. */
export function fieldsOf(subject: string, values: Readonly<Record<string, Readonly<Record<string, Given>>>>): Fields {
  const given = (name: string): Given => Object.values(values[name] ?? {})[0] ?? {};
  const chosen = (name: string): string | null => given(name).selected_option?.value ?? null;
  const unlessNone = (value: string | null) => (value === NONE ? null : value);
  const count = given('count').value;
  return {
    subject,
    kpi: chosen('kpi') ?? '',
    filters: (given('filters').selected_options ?? []).map(({ value }) => value),
    by: unlessNone(chosen('by')),
    across: unlessNone(chosen('across')),
    period: unlessNone(chosen('period')),
    versus: unlessNone(chosen('versus')),
    more: given('more').value ?? '',
    end: chosen('end') === 'bottom' ? 'bottom' : 'top',
    count: count ? Number(count) : null,
    environment: unlessNone(chosen('environment')),
  };
}

/** Which block of the modal says what is wrong. */
export const errorsOf = ({ field, message }: Extract<Composed, { ok: false }>): Record<string, string> => ({
  [field === 'subject' ? 'kpi' : field]: message,
});
