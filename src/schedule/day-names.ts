import type { Weekday } from './index.js';

/** `mon`, `tues`, `thursday`. */
export function dayNamed(text: string): Weekday | null {
  return LONG_NAMES.find(({ name, shortest }) => text.startsWith(shortest) && name.startsWith(text))?.day ?? null;
}

/** `mondays`. */
export const pluralDay = (text: string): Weekday | null =>
  LONG_NAMES.find(({ name }) => text === `${name}s`)?.day ?? null;

const LONG_NAMES: readonly { readonly name: string; readonly shortest: string; readonly day: Weekday }[] = [
  { name: 'monday', shortest: 'mon', day: 1 },
  { name: 'tuesday', shortest: 'tue', day: 2 },
  { name: 'wednesday', shortest: 'wed', day: 3 },
  { name: 'thursday', shortest: 'thu', day: 4 },
  { name: 'friday', shortest: 'fri', day: 5 },
  { name: 'saturday', shortest: 'sat', day: 6 },
  { name: 'sunday', shortest: 'sun', day: 7 },
];
