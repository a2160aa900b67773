import { EMPTY, formatCell } from '../kpi/format.js';
import type { Unit } from '../kpi/result.js';
import { emWidth } from './text.js';

const compact = formats('compact');
/** Where no letter stands for so many zeros any more. */
const scientific = formats('scientific');
const SCIENTIFIC_FROM = 1e15;

export interface Writing {
  readonly unit: Unit;
  readonly signed: boolean;
  readonly currency: string;
}

/** `1.2M`, `+8.1`, `1E17`: without the unit, which a picture names once. */
export function compactCell(value: number, signed = false): string {
  const { plain, withSign } = Math.abs(value) >= SCIENTIFIC_FROM ? scientific : compact;
  return (signed ? withSign : plain).format(value);
}

function formats(notation: 'compact' | 'scientific') {
  const plain = { notation, maximumSignificantDigits: 3 } as const;
  return {
    plain: new Intl.NumberFormat('en-US', plain),
    withSign: new Intl.NumberFormat('en-US', { ...plain, signDisplay: 'exceptZero' }),
  };
}

/** Values as the table writes them, `–` where there is none; all in short where one is wider than `room` em. */
export function writtenWithin(values: readonly (number | null)[], room: number, writing: Writing): string[] {
  const whole = values.map((value) => formatCell(value, writing.unit, writing));
  return shortIfWide(whole, values, room, writing.signed);
}

/** The texts of values as they are, or all in short where one is wider than `room` em. */
export function shortIfWide(
  texts: readonly string[],
  values: readonly (number | null)[],
  room: number,
  signed: boolean,
): string[] {
  if (texts.every((text) => emWidth(text) <= room)) return [...texts];
  return values.map((value) => (value === null ? EMPTY : compactCell(value, signed)));
}
