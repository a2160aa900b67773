import { plural } from '../kpi/format.js';
import { plainPercent, signedPercent, signedUnits } from './amounts.js';
import { itemsIn } from './cards.js';
import type { Circumstances } from './circumstances.js';
import { deviationWords } from './costs.js';
import { type Against, type CostFigures, type Figures, groupName, groupsText } from './figures.js';
import { type Back, groupNamed, type Out } from './judge.js';

/** What a headline is made of; `out` and `costs` worst first, `back` what is within tolerance again. */
export interface Said {
  readonly figures: Figures;
  readonly previous: Against | null;
  readonly out: readonly Out[];
  readonly costs: readonly CostFigures[];
  readonly back: readonly Back[];
}

/** Most that stands before the sentence about the figures. */
const MOST_WARNINGS = 3;

/** The digest in one sentence; what makes the figures untrue comes first. */
export function headlineOf(
  said: Said,
  { warnings, known, currency }: Pick<Circumstances, 'warnings' | 'known' | 'currency'>,
): string {
  const more = warnings.length - MOST_WARNINGS;
  const first = [...warnings.slice(0, MOST_WARNINGS), ...(more > 0 ? [`${more} more below`] : [])].join('; ');
  if (known.size < 2) return [...(first === '' ? [] : [first]), 'Nothing can be compared'].join('. ');
  const sentence = toleranceWords(said, currency);
  if (first === '') return sentence;
  return `${first}. On these figures, ${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}

function toleranceWords(said: Said, currency: string): string {
  const { figures, previous, out, costs } = said;
  const { by, groups, total } = figures;
  const [worst] = out;
  const [dearest] = costs;
  const costly = costs.length === 1 ? 'the cost of 1 item' : `the cost of ${plural(costs.length, 'item')}`;
  if (worst) {
    const what =
      by === null
        ? 'Out of tolerance: '
        : `${out.length} of ${groupsText(groups.length, by)} out of tolerance; worst: `;
    const name = by === null ? '' : `${groupName(worst.group, by)} `;
    return `${what}${name}${outWords(worst, previous)}${dearest ? `; ${costly} as well` : ''}`;
  }
  const all = allWords(groups.length, by);
  const again = againWords(said);
  if (dearest) {
    return `${all} within tolerance${again}, but not ${costly}; worst: ${deviationWords(dearest, currency)}`;
  }
  const whole = amountWords(total.percent, total.variance);
  const isOpen = Number(total.open) === Number(total.variance);
  const share = isOpen ? whole : `${whole}, ${amountWords(total.openPercent, total.open)} without what is accepted`;
  const accepted = total.accepted > 0 ? `, ${total.accepted} accepted` : '';
  return `${all} within tolerance${again}; variance ${share}, ${total.match} of ${plural(itemsIn(total), 'item')} match${accepted}`;
}

function allWords(count: number, by: Figures['by']): string {
  if (by === null) return 'All';
  const groups = groupsText(count, by);
  return count === 2 ? groups.replace('2', 'Both') : count === 1 ? groups : `All ${groups}`;
}

/** ` (6 are back since yesterday)`; nothing without any. */
function againWords({ figures: { by }, previous, back }: Said): string {
  if (previous === null || back.length === 0) return '';
  const count = by === null ? '' : `${back.length} ${back.length === 1 ? 'is' : 'are'} `;
  return ` (${count}back since ${previous.words})`;
}

const amountWords = (percent: number | null, amount: string): string =>
  percent === null ? signedUnits(amount) : `${signedPercent(percent)} (${signedUnits(amount)})`;

/** `+12.4 %, was +3.1 % yesterday`, `+12.4 %, unchanged since yesterday`. */
function outWords({ group, variance }: Out, previous: Against | null): string {
  if (!variance) return `with ${availabilityWords(group)}`;
  const before = previous && groupNamed(previous.figures, group.name);
  if (!before) return shareWords(group);
  const now = shareWords(group);
  const was = shareWords(before);
  return `${now}, ${was === now ? `unchanged since ${previous.words}` : `was ${was} ${previous.when}`}`;
}

/** In %, or in units where Test has none; without what is accepted. */
export const shareWords = ({ open, openPercent }: Pick<Out['group'], 'open' | 'openPercent'>): string =>
  openPercent !== null ? signedPercent(openPercent) : Number(open) === 0 ? '0 units' : signedUnits(open);

export const availabilityWords = ({ availability }: Out['group']): string =>
  `availability ${plainPercent(availability?.production ?? null)} in Production, ${plainPercent(availability?.test ?? null)} in Test`;
