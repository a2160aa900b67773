import { describe, expect, it } from 'vitest';
import { boundOf, type Watermark } from '../../src/model/bound.js';

const MINUTE = 60_000;
const OPTIONS = { overlap: 5 * MINUTE, zone: 'UTC' };
const DATETIME = { kind: 'datetime', type: 'datetime' } as const;

/** Of a look at noon, and the next one a minute later unless it is told otherwise. */
function bound(
  mark: Partial<Watermark>,
  { next = '2026-03-10T12:01:00Z', ours = '', column = DATETIME as Parameters<typeof boundOf>[2], zone = 'UTC' } = {},
): string | null {
  const clock = mark.clock ?? '2026-03-10T12:00:00Z';
  const last = { clock, ours: clock, through: null, quietSince: clock, settled: null, crowdedSince: null, ...mark };
  const since = boundOf(last, { clock: next, ours: ours || next }, column, { ...OPTIONS, zone });
  return since && `${since.inclusive ? '>=' : '>'} ${since.value}`;
}

describe('rows may have changed', () => {
  it('since the last look less the overlap, whatever is stamped in the future', () => {
    expect(bound({ through: '2026-03-10 11:59:58' })).toBe('>= 2026-03-10 11:55:00');
    expect(bound({ through: '2099-01-01 00:00:00' })).toBe('>= 2026-03-10 11:55:00');
  });

  it('since the highest stamp less the overlap where that is older: whoever stamps may have a slow clock', () => {
    expect(bound({ through: '2026-03-10 11:00:00' })).toBe('>= 2026-03-10 10:55:00');
  });

  it('after the highest stamp once nothing has changed for the overlap, so that a bulk load is counted no more', () => {
    const through = '2026-03-10 11:00:00';
    expect(bound({ through, quietSince: '2026-03-10T11:55:00Z' })).toBe('> 2026-03-10 11:00:00');
    expect(bound({ through, quietSince: '2026-03-10T11:55:01Z' })).toBe('>= 2026-03-10 10:55:00');
    // A stamp within the overlap may get company still.
    expect(bound({ through: '2026-03-10 11:56:00', quietSince: '2026-03-10T11:00:00Z' })).toBe(
      '>= 2026-03-10 11:55:00',
    );
  });

  it('in the form of the column: with a T, with an offset, as a day', () => {
    expect(bound({ through: '2026-03-10T11:59:58.1234567' })).toBe('>= 2026-03-10T11:55:00');
    expect(bound({ through: '2026-03-10 13:59:58.0000000 +02:00' })).toBe('>= 2026-03-10 11:55:00 +00:00');
    expect(bound({ through: '2026-03-10 11:00:00.0000000 +02:00' })).toBe('>= 2026-03-10 10:55:00 +02:00');
    expect(bound({ through: '2026-03-10' })).toBe('>= 2026-03-10');
    expect(bound({ through: '2026-03-10', clock: '2026-03-10T00:02:00Z' }, { next: '2026-03-10T00:03:00Z' })).toBe(
      '>= 2026-03-09',
    );
    expect(bound({ through: '2099-01-01' })).toBe('>= 2026-03-10');
    expect(bound({ through: '2026-03-08', quietSince: '2026-03-09T00:00:00Z' })).toBe('> 2026-03-08');
  });

  it('from what was settled on, of row versions', () => {
    expect(bound({ settled: '0x00000000000007D1', through: '0x0000000000000900' })).toBe('>= 0x00000000000007D1');
  });

  it('from the highest value on, of anything else', () => {
    expect(bound({ through: '4711' }, { column: { kind: 'number', type: 'bigint' } })).toBe('>= 4711');
  });

  it('since the last look where no row bears a stamp yet, but from the beginning where values are no stamps', () => {
    expect(bound({ through: null })).toBe('>= 2026-03-10T11:55:00');
    expect(bound({ through: null }, { column: { kind: 'datetime', type: 'datetimeoffset' } })).toBe(
      '>= 2026-03-10 11:55:00 +00:00',
    );
    expect(bound({ through: null }, { column: { kind: 'number', type: 'int' } })).toBeNull();
  });

  it('after the highest value while too many rows would have to be looked at again', () => {
    const crowdedSince = '2026-03-10T11:59:00Z';
    expect(bound({ through: '2026-03-10 11:59:58', crowdedSince })).toBe('> 2026-03-10 11:59:58');
    expect(bound({ through: '17', crowdedSince }, { column: { kind: 'number', type: 'int' } })).toBe('> 17');
    expect(bound({ through: '0x09', settled: '0x07', crowdedSince })).toBe('> 0x09');
  });
});

describe('where local time', () => {
  const berlin = (mark: Partial<Watermark>, next: string) => bound(mark, { next, zone: 'Europe/Berlin' });

  it('goes back, from the lowest time that may have been written since', () => {
    // 02:58 in summer; ten minutes later it is 02:08 in winter.
    const mark = { clock: '2026-10-25T00:58:00Z', through: '2026-10-25 02:57:00' };
    expect(berlin(mark, '2026-10-25T01:08:00Z')).toBe('>= 2026-10-25 02:00:00');
    expect(berlin(mark, '2026-10-25T00:59:00Z')).toBe('>= 2026-10-25 02:53:00');
    // From the overlap on into the hour that comes twice.
    expect(berlin({ ...mark, clock: '2026-10-25T01:04:00Z' }, '2026-10-25T01:08:00Z')).toBe('>= 2026-10-25 02:00:00');
    // Next morning.
    expect(berlin(mark, '2026-10-25T09:00:00Z')).toBe('>= 2026-10-25 02:00:00');
  });

  it('goes on, from where it was', () => {
    const mark = { clock: '2026-03-29T00:58:00Z', through: '2026-03-29 01:57:00' };
    expect(berlin(mark, '2026-03-29T01:08:00Z')).toBe('>= 2026-03-29 01:53:00');
    expect(berlin({ clock: '2026-03-29T01:02:00Z', through: '2026-03-29 03:01:00' }, '2026-03-29T01:08:00Z')).toBe(
      '>= 2026-03-29 01:57:00',
    );
  });
});

describe('where the server’s clock', () => {
  it('is set back, from so much earlier, however long ago that was', () => {
    const mark = { clock: '2026-03-10T12:00:00Z', through: '2026-03-10 11:59:00' };
    // An hour back just after the last look, and asked at once, and only three hours later.
    expect(bound(mark, { next: '2026-03-10T11:01:00Z', ours: '2026-03-10T12:01:00Z' })).toBe('>= 2026-03-10 10:55:00');
    expect(bound(mark, { next: '2026-03-10T14:00:00Z', ours: '2026-03-10T15:00:00Z' })).toBe('>= 2026-03-10 10:55:00');
  });

  it('is set forward, from the last look on', () => {
    const mark = { clock: '2026-03-10T12:00:00Z', through: '2026-03-10 11:59:00' };
    expect(bound(mark, { next: '2026-03-10T14:01:00Z', ours: '2026-03-10T12:01:00Z' })).toBe('>= 2026-03-10 11:55:00');
  });

  it('differs a little because an answer took its time, from the same value as ever', () => {
    const mark = { clock: '2026-03-10T12:00:00Z', through: '2026-03-10 11:59:00' };
    expect(bound(mark, { next: '2026-03-10T12:01:00Z', ours: '2026-03-10T12:01:20Z' })).toBe('>= 2026-03-10 11:55:00');
  });
});
