import { z } from 'zod';
import { VALUE_DIMENSIONS } from '../model/values.js';
import { duration, seconds, whole } from './units.js';

/** What concerns the people who ask: who may see what, how Slack behaves, what is remembered and measured. */

const DAY = 24 * 3600;

const id = (letters: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^[${letters}][A-Z0-9]{2,}$`),
      `the id of a ${what}, which starts with ${[...letters].join(' or ')}`,
    );

export const user = id('UW', 'Slack user');
const group = id('S', 'Slack user group');
export const channel = id('CGD', 'Slack channel');

const who = z
  .strictObject({
    users: z.array(user).default([]).describe('Slack user ids, as U012ABCDEF.'),
    groups: z.array(group).default([]).describe('Slack user group ids, as S012ABCDEF.'),
    channels: z
      .array(channel)
      .default([])
      .describe('Slack channel ids, as C012ABCDEF: whoever asks there, and what is posted there.'),
  })
  .refine(
    ({ users, groups, channels }) => users.length + groups.length + channels.length > 0,
    'names nobody: users, groups or channels',
  )
  .describe('Whom the rule is about: any of these users, members of these groups, and these channels.');

const names = z.array(z.string().min(1)).min(1);
const values = z
  .partialRecord(z.enum(VALUE_DIMENSIONS), names)
  .refine((given) => Object.keys(given).length > 0, 'names no dimension');

const accessRule = z
  .strictObject({
    only: z
      .strictObject({
        subjects: names.optional().describe('Slash commands without the slash, as stock.'),
        kpis: names
          .optional()
          .describe('KPIs, as cost. Figures of other KPIs that disclose one of these are left out.'),
        values: values
          .optional()
          .describe(`Rows, as { category: [Prototypes] }. Dimensions: ${VALUE_DIMENSIONS.join(', ')}.`),
      })
      .refine(({ subjects, kpis, values: rows }) => Boolean(subjects ?? kpis ?? rows), 'names nothing')
      .optional()
      .describe('What is open to those under for, and closed to all others.'),
    see: values.optional().describe('The only rows that those under for see, as { warehouse: [NORTH] }.'),
    for: who,
  })
  .refine(({ only, see }) => (only === undefined) !== (see === undefined), 'has either only or see')
  .describe('One rule of who may see what.');

export const accessSchema = z
  .array(accessRule)
  .default([])
  .describe('Who may see what in Slack. Without rules everybody who can write to the app sees everything.');

export const slackSchema = z
  .strictObject({
    host: z.string().default('127.0.0.1').describe('Address to listen on, when Slack sends HTTP.'),
    port: whole(0, 65535, 3000).describe('Port to listen on, when Slack sends HTTP.'),
    public: z
      .array(channel)
      .default([])
      .describe(
        'Channels in which an answer is for all to read. Elsewhere only the asker sees it, unless it is asked with here.',
      ),
    questionsPerMinute: whole(1, 10_000, 30).describe('Questions of one person within a minute; more are put off.'),
    placeholderAfter: duration(seconds(1.5)).describe(
      'A question that takes longer gets a word that it is being worked on.',
    ),
  })
  .prefault({})
  .describe('How Tally behaves in Slack. The tokens are environment variables: docs/slack.md.');

export const stateSchema = z
  .strictObject({
    url: z
      .string()
      .regex(/^(file:|libsql:|https?:|wss?:)/, 'file:PATH, or the libsql:, https: or wss: address of a server')
      .default('file:state.db')
      .describe(
        'Where Tally keeps what it remembers of people; a path is relative to the model’s folder. Instances that share a server’s stand by for one another: one posts.',
      ),
    authToken: z.string().optional().describe('Token of a libSQL server, written as ${VARIABLE}.'),
    audit: duration(seconds(400 * DAY)).describe('How long it is kept who asked what.'),
  })
  .prefault({})
  .describe('What Tally itself remembers: the audit, favourites, accepted differences, subscriptions, alerts.');

export const healthSchema = z
  .strictObject({
    host: z.string().default('127.0.0.1').describe('Address of /healthz, /readyz and /metrics.'),
    port: whole(0, 65535, 9464).describe('Port of /healthz, /readyz and /metrics; 0 takes any that is free.'),
  })
  .optional()
  .describe('Serves health and Prometheus metrics while Tally is in Slack. Left out: it does not.');
