import { describe, expect, it } from 'vitest';
import type { AlertEvent } from '../../src/alerts/alert.js';
import { type Kept, type LookedRow, type Terms, transitions } from '../../src/alerts/transitions.js';

const MINUTE = 60_000;
const noon = (minutes: number): Date => new Date(Date.UTC(2026, 2, 10, 12, minutes));

/** Figures of the kettle, beyond ±5 %, clear up to 4.5. */
function looked(figure: number, key = 'kettle'): LookedRow {
  return {
    key,
    label: 'Kettle',
    figure: String(figure),
    base: null,
    beyond: Math.abs(figure) > 5,
    clear: Math.abs(figure) <= 4.5,
  };
}

const AT_ONCE: Terms = { hold: 0, remind: null, mutedUntil: null, is: 'over', signed: true };

/** What is told of looks at these minutes after twelve: `12:05 crossed 7 (was 1)`. */
function story(looks: readonly (readonly [minute: number, figure: number | null])[], terms: Partial<Terms> = {}) {
  let kept: Kept = { rows: [], seen: null };
  return looks.flatMap(([minute, figure]) => {
    const moved = transitions(kept, figure === null ? [] : [looked(figure)], { ...AT_ONCE, ...terms }, noon(minute));
    kept = moved;
    return moved.events.map((event) => `${noon(minute).toISOString().slice(11, 16)} ${said(event)}`);
  });
}

const said = ({ kind, now, before }: AlertEvent): string =>
  `${kind} ${now ?? 'gone'} (${kind === 'recovered' ? 'at worst' : 'was'} ${before ?? 'unknown'})`;

describe('a row that crosses its threshold', () => {
  it('is told once, with what it was before', () => {
    expect(
      story([
        [0, 1],
        [5, 7],
        [10, 8],
        [15, 6],
      ]),
    ).toEqual(['12:05 crossed 7 (was 1)']);
  });

  it('is told at the first look as being beyond already', () => {
    expect(
      story([
        [0, 7],
        [5, 7],
      ]),
    ).toEqual(['12:00 already 7 (was unknown)']);
  });

  it('that was not there before has crossed, though nothing is known of it', () => {
    expect(
      story([
        [0, null],
        [5, 7],
      ]),
    ).toEqual(['12:05 crossed 7 (was unknown)']);
  });

  it('is told once more after it has recovered', () => {
    expect(
      story([
        [0, 1],
        [5, 7],
        [10, 3],
        [15, 9],
      ]),
    ).toEqual(['12:05 crossed 7 (was 1)', '12:10 recovered 3 (at worst 7)', '12:15 crossed 9 (was 3)']);
  });
});

describe('an alert that holds for ten minutes', () => {
  const terms = { hold: 10 * MINUTE };

  it('tells what is beyond for so long, since when, and what it was before that', () => {
    expect(
      story(
        [
          [0, 1],
          [5, 7],
          [10, 8],
          [15, 9],
        ],
        terms,
      ),
    ).toEqual(['12:15 crossed 9 (was 1)']);
    const pending = transitions({ rows: [], seen: new Map() }, [looked(7)], { ...AT_ONCE, ...terms }, noon(0));
    expect(pending).toMatchObject({ events: [], rows: [{ state: 'pending', since: noon(0) }] });
    expect(transitions(pending, [looked(8)], { ...AT_ONCE, ...terms }, noon(10)).events).toMatchObject([
      { since: '2026-03-10T12:00:00.000Z' },
    ]);
  });

  it('forgets what falls within before, and begins anew', () => {
    expect(
      story(
        [
          [0, 7],
          [5, 5],
          [10, 8],
          [15, 8],
          [20, 8],
        ],
        terms,
      ),
    ).toEqual(['12:20 crossed 8 (was 5)']);
    expect(
      story(
        [
          [0, 7],
          [5, null],
          [10, 8],
          [15, 8],
        ],
        terms,
      ),
    ).toEqual([]);
  });

  it('counts from the clock as it is, where that was stepped back', () => {
    expect(
      story(
        [
          [60, 7],
          [0, 7],
          [5, 7],
          [10, 7],
        ],
        terms,
      ),
    ).toEqual(['12:10 already 7 (was unknown)']);
  });
});

describe('a row that fires', () => {
  it('stays as it is as long as it wavers about the threshold', () => {
    expect(
      story([
        [0, 7],
        [5, 4.8],
        [10, 6],
        [15, 4.6],
        [20, 5.1],
      ]),
    ).toEqual(['12:00 already 7 (was unknown)']);
  });

  it('recovers when it is a tenth within, told with what it was', () => {
    expect(
      story([
        [0, 7],
        [5, 4.5],
      ]),
    ).toEqual(['12:00 already 7 (was unknown)', '12:05 recovered 4.5 (at worst 7)']);
  });

  it('recovers when it is gone', () => {
    expect(
      story([
        [0, 7],
        [5, null],
        [10, null],
      ]),
    ).toEqual(['12:00 already 7 (was unknown)', '12:05 recovered gone (at worst 7)']);
  });

  it('recovers with the farthest that it was beyond, on either side of zero', () => {
    expect(
      story([
        [0, 1],
        [5, 7],
        [10, -52],
        [15, 6],
        [20, 3],
      ]),
    ).toEqual(['12:05 crossed 7 (was 1)', '12:20 recovered 3 (at worst -52)']);
  });

  it('that has to be under its threshold is farthest beyond where it was least', () => {
    const under = (figure: number): LookedRow => ({ ...looked(figure), beyond: figure < 5, clear: figure > 6 });
    const terms: Terms = { ...AT_ONCE, is: 'under', signed: false };
    let moved: Kept = { rows: [], seen: new Map() };
    for (const [minute, figure] of [4, -8, -3].entries())
      moved = transitions(moved, [under(figure)], terms, noon(minute));
    const { events } = transitions(moved, [under(7)], terms, noon(3));
    expect(events).toMatchObject([{ kind: 'recovered', now: '7', before: '-8' }]);
  });

  it('is reminded of each time it is due, as long as it is beyond', () => {
    expect(
      story(
        [
          [0, 7],
          [20, 8],
          [30, 9],
          [50, 9],
          [60, 4.8],
          [65, 6],
        ],
        { remind: 30 * MINUTE },
      ),
    ).toEqual(['12:00 already 7 (was unknown)', '12:30 reminder 9 (was unknown)', '13:05 reminder 6 (was unknown)']);
  });
});

describe('an alert that is muted until half past', () => {
  const terms = { mutedUntil: noon(30), remind: 60 * MINUTE };

  it('tells what began to fire meanwhile once it is over, and not what recovered', () => {
    expect(
      story(
        [
          [0, 1],
          [5, 7],
          [29, 8],
          [30, 9],
        ],
        terms,
      ),
    ).toEqual(['12:30 crossed 9 (was 1)']);
    expect(
      story(
        [
          [0, 1],
          [5, 7],
          [10, 2],
          [30, 2],
        ],
        terms,
      ),
    ).toEqual([]);
    expect(
      story(
        [
          [0, 1],
          [5, 7],
          [10, 2],
          [30, 8],
        ],
        terms,
      ),
    ).toEqual(['12:30 crossed 8 (was 2)']);
  });

  it('tells the recovery of what was told before when it is over', () => {
    const before = transitions({ rows: [], seen: new Map() }, [looked(7)], AT_ONCE, noon(0));
    const during = transitions(before, [looked(2)], { ...AT_ONCE, ...terms }, noon(10));
    expect(during.events).toEqual([]);
    const after = transitions(during, [looked(1)], { ...AT_ONCE, ...terms }, noon(30));
    expect(after.events.map(said)).toEqual(['recovered 1 (at worst 7)']);
    expect(after.rows).toEqual([]);
  });
});

describe('several rows', () => {
  it('are told apart: what crossed first, then what recovered', () => {
    const first = transitions({ rows: [], seen: new Map() }, [looked(7, 'a'), looked(1, 'b')], AT_ONCE, noon(0));
    expect([...first.seen]).toEqual([['b', '1']]);
    const second = transitions(first, [looked(2, 'a'), looked(9, 'b'), looked(8, 'c')], AT_ONCE, noon(5));
    expect(second.events.map(({ kind, key, before }) => [kind, key, before])).toEqual([
      ['crossed', 'b', '1'],
      ['crossed', 'c', null],
      ['recovered', 'a', '7'],
    ]);
    expect([...second.seen]).toEqual([['a', '2']]);
  });
});
