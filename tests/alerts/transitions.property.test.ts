import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/alerts/alert.js';
import { type Kept, type LookedRow, type Moved, transitions } from '../../src/alerts/transitions.js';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 10, 12);
const KEYS = ['a', 'b', 'c'] as const;

/** A look some minutes after the one before; the clock may be stepped back. Of each row a figure, or it is not there. */
interface Step {
  readonly minutes: number;
  readonly figures: readonly (number | null)[];
  readonly muted: boolean;
}

const figure = fc.option(fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10));
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    minutes: fc.integer({ min: -90, max: 240 }),
    figures: fc.array(figure, { minLength: KEYS.length, maxLength: KEYS.length }),
    muted: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);
const holds = fc.constantFrom(0, 30 * MINUTE, 180 * MINUTE);
const reminders = fc.constantFrom(null, 60 * MINUTE, 300 * MINUTE);

/** Over 5; clear up to 4.5. */
const looked = (key: string, value: number): LookedRow => ({
  key,
  label: key,
  figure: String(value),
  base: null,
  beyond: value > 5,
  clear: value <= 4.5,
});

interface Look {
  readonly at: number;
  readonly muted: boolean;
  readonly rows: readonly LookedRow[];
  readonly kept: Moved;
  readonly events: readonly AlertEvent[];
}

function looks(list: readonly Step[], hold: number, remind: number | null): readonly Look[] {
  let kept: Kept = { rows: [], seen: null };
  let at = START;
  return list.map(({ minutes, figures, muted }) => {
    at += minutes * MINUTE;
    const rows = KEYS.flatMap((key, index) => {
      const value = figures[index] ?? null;
      return value === null ? [] : [looked(key, value)];
    });
    const mutedUntil = muted ? new Date(at + 1) : null;
    const moved: Moved = transitions(kept, rows, { hold, remind, mutedUntil, is: 'over', signed: false }, new Date(at));
    kept = moved;
    return { at, muted, rows, kept: moved, events: moved.events };
  });
}

const of = (key: string, all: readonly Look[]) =>
  all.flatMap(({ at, events }) => events.filter((event) => event.key === key).map((event) => ({ at, ...event })));

/** Holds for every story. */
function always(check: (all: readonly Look[], terms: { hold: number; remind: number | null }) => void): void {
  fc.assert(
    fc.property(steps, holds, reminders, (list, hold, remind) => check(looks(list, hold, remind), { hold, remind })),
    { numRuns: 500 },
  );
}

describe('whatever the figures, the clock and the mutings', () => {
  it('a row crosses and recovers in turn, and is reminded of in between only', () => {
    always((all) => {
      for (const key of KEYS) {
        let isTold = false;
        for (const { kind } of of(key, all)) {
          expect(kind === 'crossed' || kind === 'already').toBe(!isTold);
          isTold = kind !== 'recovered';
        }
      }
    });
  });

  it('what is told as beyond already was so at the first look, and at every look since', () => {
    always((all) => {
      for (const [index, { events }] of all.entries()) {
        for (const { key } of events.filter(({ kind }) => kind === 'already')) {
          const before = all.slice(0, index + 1).map(({ rows }) => rows.find((row) => row.key === key));
          expect(before.map((row) => row !== undefined && !row.clear)).not.toContain(false);
        }
      }
    });
  });

  it('a recovery tells the farthest that it was beyond since it crossed', () => {
    always((all) => {
      for (const key of KEYS) {
        let from = 0;
        for (const [index, { kept, events }] of all.entries()) {
          const event = events.find((one) => one.key === key && one.kind === 'recovered');
          const looks = all.slice(from, index).flatMap(({ rows }) => rows.filter((row) => row.key === key));
          if (event) expect(Number(event.before)).toBe(Math.max(...looks.map(({ figure }) => Number(figure))));
          if (kept.rows.every((row) => row.key !== key)) from = index + 1;
        }
      }
    });
  });

  it('nothing is told while it is muted', () => {
    always((all) => {
      for (const { muted, events } of all) if (muted) expect(events).toEqual([]);
    });
  });

  it('what is told as crossed or still beyond is beyond, and what recovered is clear or gone', () => {
    always((all) => {
      for (const { rows, events } of all) {
        for (const { kind, key, now } of events) {
          const row = rows.find((one) => one.key === key);
          expect(now).toBe(row?.figure ?? null);
          expect(kind === 'recovered' ? (row?.clear ?? true) : row?.beyond).toBe(true);
        }
      }
    });
  });

  it('what is beyond fires once it was so for as long as the alert holds, and not before', () => {
    always((all, { hold }) => {
      for (const { at, rows, kept } of all) {
        for (const { key } of rows.filter(({ beyond }) => beyond)) {
          const row = kept.rows.find((one) => one.key === key);
          expect(row).toBeDefined();
          expect(row?.since.getTime()).toBeLessThanOrEqual(at);
          if (row?.state === 'pending') expect(at - row.since.getTime()).toBeLessThan(hold);
        }
      }
    });
  });

  it('what fires and is beyond was told, unless it is muted', () => {
    always((all) => {
      for (const { muted, rows, kept } of all) {
        if (muted) continue;
        const beyond = new Set(rows.filter((row) => row.beyond).map(({ key }) => key));
        const firing = kept.rows.filter(({ key, state }) => state === 'firing' && beyond.has(key));
        for (const { told } of firing) expect(told).not.toBeNull();
      }
    });
  });

  it('reminders keep their distance from what was told before, as long as the clock goes on', () => {
    const onwards = steps.map((list) => list.map((step) => ({ ...step, minutes: Math.abs(step.minutes) })));
    fc.assert(
      fc.property(onwards, holds, (list, hold) => {
        const remind = 60 * MINUTE;
        const events = of('a', looks(list, hold, remind));
        for (const [index, { kind, at }] of events.entries()) {
          if (kind === 'reminder') expect(at - (events[index - 1]?.at ?? at)).toBeGreaterThanOrEqual(remind);
        }
      }),
    );
  });

  it('every row of a look is kept once: as one that is beyond, or with its figure', () => {
    always((all) => {
      for (const { rows, kept } of all) {
        const keys = [...kept.rows.map(({ key }) => key), ...kept.seen.keys()];
        expect(new Set(keys).size).toBe(keys.length);
        expect(rows.map(({ key }) => key).filter((key) => !keys.includes(key))).toEqual([]);
      }
    });
  });
});

it('a row that wavers within the margin is told once', () => {
  const wavering = fc.array(fc.integer({ min: 46, max: 60 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(wavering, (tenths) => {
      const list = tenths.map((value): Step => ({ minutes: 5, figures: [value / 10], muted: false }));
      const first = tenths.findIndex((value) => value > 50);
      const told = first < 0 ? [] : [first === 0 ? 'already' : 'crossed'];
      const events = looks(list, 0, null).flatMap((look) => look.events);
      expect(events.map(({ kind }) => kind)).toEqual(told);
    }),
  );
});
