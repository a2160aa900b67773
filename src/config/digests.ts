import { z } from 'zod';
import { readSchedule, SCHEDULE_EXAMPLES, scheduleText } from '../schedule/index.js';
import { channel, user } from './service.js';
import { duration, seconds, whole, zone } from './units.js';

/** What is out of tolerance, what is posted when, and how. */

const HOUR = 3600;
/** Milliseconds; a post has to be over before another instance begins. */
const LEAST_TAKE_OVER = seconds(30);

const limit = z.number().positive();

const tolerance = z
  .strictObject({
    kpi: z
      .enum(['variance', 'cost', 'availability'])
      .describe(
        'variance: of a category, in % of Test and in units. cost: of an item, production − test in % and in money. availability: of a category, by how many points Production is below Test.',
      ),
    categories: z
      .array(z.string().min(1))
      .default([])
      .describe('Categories for which it holds; left out: all of which no other entry of the KPI speaks.'),
    percent: limit.optional().describe('Beyond so many per cent, or points, it is out of tolerance.'),
    absolute: limit
      .optional()
      .describe('Beyond so many units, or so much money. With percent: what is beyond both is out of tolerance.'),
  })
  .refine(({ percent, absolute }) => percent !== undefined || absolute !== undefined, 'names no limit')
  .refine(
    ({ kpi, absolute }) => kpi !== 'availability' || absolute === undefined,
    'availability has points only: percent',
  )
  .describe('One tolerance.');

export const tolerancesSchema = z
  .array(tolerance)
  .default([])
  .describe(
    'What the digest calls out of tolerance. What no entry speaks of has 5 per cent, or points. Accepted differences never count.',
  );

const quiet = z
  .enum(['line', 'nothing'])
  .default('line')
  .describe('On a day on which all is within tolerance: one line, or nothing at all.');

const at = z
  .string()
  .transform((text, context) => {
    const words = text.trim().split(/\s+/);
    const read = readSchedule(words);
    if (read.ok && read.used === words.length) return scheduleText(read.schedule);
    const message = read.ok ? `“${words.slice(read.used).join(' ')}” is too much` : read.message;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .describe(`When: ${SCHEDULE_EXAMPLES.join(', ')}.`);

const digest = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'a name of small letters, digits and hyphens that starts with a letter')
      .describe('Of your choice; renamed, it is another one.'),
    question: z.string().min(1).default('digest').describe('digest, or any question, as “variance by category”.'),
    at,
    timeZone: zone.optional().describe('IANA time zone of that clock; left out: the business time zone.'),
    owner: user.describe('Slack user id of whoever answers for it: it shows what this person and the channel may see.'),
    channel: channel.optional().describe('Slack channel id; left out: the owner’s direct messages.'),
    quiet,
  })
  .describe('One digest, or another question, that is posted by itself.');

export const digestsSchema = z
  .array(digest)
  .default([])
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two have the same name')
  .describe('What is posted by itself. People add their own with /stock subscribe.');

export const deliverySchema = z
  .strictObject({
    catchUp: duration(seconds(6 * HOUR)).describe(
      'What could not be posted when it was due is posted later, and says so, up to this age; then it is reported as failed.',
    ),
    keep: duration(seconds(60 * 24 * HOUR)).describe(
      'How long it is kept what was posted and what a digest said; the last of each is always kept.',
    ),
    takeOver: duration(seconds(30))
      .refine((milliseconds) => milliseconds >= LEAST_TAKE_OVER, 'at least 30s: a post to Slack may take as long')
      .describe(
        'Of several instances that share state.url one posts; another takes over when nothing was heard of it for so long. After a crash, what is due waits as long.',
      ),
    perSecond: whole(1, 50, 4).describe(
      'Most messages and files posted within a second, over all channels; one to a channel.',
    ),
  })
  .prefault({})
  .describe('How digests, subscriptions and alerts are posted.');
