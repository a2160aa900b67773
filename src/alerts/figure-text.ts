import { formatCell } from '../kpi/format.js';
import type { Told } from './told.js';

type Words = Pick<Told, 'unit' | 'signed' | 'baseUnit' | 'currency'>;

/** `+7.2 %`; of what is in proportion to nothing the difference itself: `+12 units, none in Test`. */
export function figureText(figure: string | null, base: string | null, words: Words): string {
  const { unit, signed, baseUnit, currency } = words;
  if (figure !== null) return formatCell(figure, unit, { signed, currency });
  if (base === null || baseUnit === null) return NONE;
  return `${formatCell(base, baseUnit, { signed, currency })}${baseUnit === 'units' ? ' units' : ''}, ${NONE}`;
}

/** Why there is no percentage. */
const NONE = 'none in Test';
