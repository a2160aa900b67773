import { describe, expect, it } from 'vitest';
import { simplerAlert, toAlertBlocks } from '../../src/reply/alert-blocks.js';
import { NO_MARKS } from '../../src/reply/marks.js';
import { ALERT } from './digest-fixture.js';
import { problemsOf, readable } from './messages.js';

const FILE = { picture: { kind: 'file', id: 'F1', alt: 'The last 14 days' } } as const;
const MARKS = { late: null, mayBeRepeat: false, schedule: null, owner: 'Ann' };

describe('an alert', () => {
  it('says what happened, to which rows, before and now, since when, against which threshold', async () => {
    const message = toAlertBlocks(ALERT, { ...FILE, marks: MARKS });
    expect(problemsOf(message)).toEqual([]);
    expect(message.text).toBe(ALERT.headline);
    await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot('golden/alert.json');
  });

  it('tells a crossing, a recovery and a reminder apart in words', () => {
    const said = readable(toAlertBlocks(ALERT));
    expect(said).toContain('*Kettle*  +1.0 % → *+7.2 %*, since 09:12 (Europe/Berlin)');
    expect(said).toContain('*Lamp*  within again: *+2.0 %*, at worst +9.1 %, beyond since Fri 20 Nov, 14:00');
    expect(said).toContain('*Radio*  now *-5.5 %*, since 09:12');
    expect(said).toContain('*Desk*  *+52.0 %*, already beyond when this alert was set');
    expect(said).toContain('*Fan*  still *+8.3 %*, was +6.0 %, since Thu 19 Nov');
  });

  it('counts the rows that it does not name', () => {
    expect(readable(toAlertBlocks({ ...ALERT, more: 1_200 }))).toContain('Thu 19 Nov\nand 1,200 more');
    const event = ALERT.events.find(({ label }) => label === 'Kettle');
    const many = toAlertBlocks({ ...ALERT, events: Array(200).fill(event), more: 5 });
    const shown = readable(many).match(/\*Kettle\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(20);
    expect(readable(many)).toContain(`and ${205 - shown} more`);
    expect(problemsOf(many)).toEqual([]);
  });

  it('is said to be late, or perhaps a repeat, under its headline', () => {
    const { blocks } = toAlertBlocks(ALERT, { marks: { ...NO_MARKS, late: 'Due at 08:00.', mayBeRepeat: true } });
    expect(JSON.stringify(blocks[2])).toContain('Due at 08:00.\\nThis may be a repeat.');
  });

  it('loses its chart, then its blocks, where Slack refuses them', () => {
    const steps = [...simplerAlert(ALERT, { ...FILE, marks: MARKS })];
    expect(steps.map(({ blocks }) => blocks.length)).toEqual([6, 5, 0]);
    expect(steps.flatMap((step) => problemsOf(step))).toEqual([]);
    expect(readable(steps[1] ?? { text: '', blocks: [] })).toContain('Without the chart, which Slack did not take.');
    for (const step of steps)
      for (const wanted of ['Kettle', '+7.2 %', 'beyond ±5 %, for 30 min', 'Alert #7', 'set up by Ann'])
        expect(readable(step)).toContain(wanted);
    expect([...simplerAlert({ ...ALERT, chart: null }, FILE)]).toHaveLength(2);
  });

  it.each(['<!channel> & `*x*` \u202e'.repeat(300), '', '&'.repeat(5000)])('fits whatever its texts are', (text) => {
    const alert = {
      ...ALERT,
      question: text,
      title: text,
      headline: text,
      threshold: text,
      events: ALERT.events.map(({ kind }) => ({ kind, label: text, before: text, now: text, since: text })),
      notes: Array(20).fill(text),
      asOf: Array.from({ length: 20 }, (_, at) => ({
        source: `${at}${text}`,
        environment: null,
        at: '2026-11-22T07:00:00Z',
      })),
    };
    const marks = { late: text, mayBeRepeat: true, schedule: text, owner: 'Ann' };
    const picture = { kind: 'file', id: 'F1', alt: text } as const;
    expect([...simplerAlert(alert, { picture, marks })].flatMap((step) => problemsOf(step))).toEqual([]);
  });
});
