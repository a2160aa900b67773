import { plural } from './format.js';

const EARLIER_STEPS = 'of earlier steps ';

/** The note on columns of a pivot that people are not shown; none where they see all. */
export function leftNotes(all: number, shown: number, overTime: boolean): string[] {
  if (all <= shown) return [];
  return [`${plural(all - shown, 'more column')} ${overTime ? EARLIER_STEPS : ''}in “as csv” and JSON.`];
}

/** Whether a note is on steps of time that have no column in a table, which a picture may well draw. */
export const isOfEarlierSteps = (note: string): boolean => note.includes(` ${EARLIER_STEPS}in “as csv”`);
