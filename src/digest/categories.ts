import type { Column, Result } from '../kpi/result.js';
import { minus, signedUnits } from './amounts.js';
import { type Circumstances, section } from './circumstances.js';
import { dayName } from './days.js';
import type { DigestSection } from './digest.js';
import { trendOf, UNCHANGED } from './distance.js';
import { type Against, type Figures, type GroupFigures, groupName } from './figures.js';
import { availabilityWords, shareWords } from './headline.js';
import { groupNamed, type Out } from './judge.js';
import { groupColumn, listing, unitsColumn } from './listing.js';

type Said = { readonly figures: Figures; readonly previous: Against | null; readonly out: readonly Out[] };

/** Groups out of tolerance, worst first. */
export function categoriesSection(said: Said, circumstances: Circumstances): DigestSection | null {
  const title = 'Out of tolerance';
  return section(
    'categories',
    { title, lines: said.out.map((one) => lineOf(one, said)), result: tableOf(title, said, circumstances) },
    circumstances,
  );
}

function lineOf({ group, variance, availability }: Out, { figures, previous }: Said): string {
  const units = group.openPercent === null ? ' with none in Test' : ` (${signedUnits(group.open)})`;
  const accepted = minus(group.variance, group.open);
  return [
    `${groupName(group, figures.by)} ${shareWords(group)}${Number(group.open) === 0 ? '' : units}`,
    previous ? changeWords(group, previous) : '',
    Number(accepted) === 0 ? '' : `, without ${signedUnits(accepted)} accepted`,
    availability ? `, ${variance ? '' : 'out by '}${availabilityWords(group)}` : '',
    sinceWords(group, figures),
  ].join('');
}

/** `, was +3.1 % yesterday, worse by 9.3 pp`; of one that was not there nothing. */
function changeWords(group: GroupFigures, previous: Against): string {
  const before = groupNamed(previous.figures, group.name);
  if (!before) return '';
  const trend = trendOf(group, before);
  return trend === UNCHANGED
    ? `, ${UNCHANGED} since ${previous.words}`
    : `, was ${shareWords(before)} ${previous.when}, ${trend}`;
}

function sinceWords({ since }: GroupFigures, { day }: Figures): string {
  if (since === null) return '';
  return since.day === day && !since.orBefore ? ', newly out' : `, out since ${sinceText(since, day)}`;
}

/** `Fri 20 Nov`, `Fri 20 Nov or before`. */
const sinceText = (since: NonNullable<GroupFigures['since']>, day: string): string =>
  `${dayName(since.day, day)}${since.orBefore ? ' or before' : ''}`;

function tableOf(title: string, { figures, previous, out }: Said, circumstances: Circumstances): Result {
  const group = groupColumn(figures.by);
  return listing(
    {
      title,
      headline: `${out.length} out of tolerance`,
      columns: [group, ...COLUMNS],
      rows: out.map((one) => {
        const { name, test, production, variance, percent, open, openPercent, availability, since } = one.group;
        const before = (previous && groupNamed(previous.figures, name)) ?? null;
        const was = before?.openPercent ?? null;
        return {
          [group.key]: groupName(one.group, figures.by),
          test,
          production,
          variance,
          variance_pct: percent,
          open,
          open_pct: openPercent,
          was_pct: was,
          change: was === null || openPercent === null ? null : openPercent - was,
          trend: before && trendOf(one.group, before),
          why: whyOf(one),
          test_availability: availability?.test ?? null,
          production_availability: availability?.production ?? null,
          since: since && sinceText(since, figures.day),
          since_day: since?.day ?? null,
        };
      }),
    },
    circumstances,
  );
}

/** What is out of tolerance; a variance in units where Test has nothing that it could be a part of. */
function whyOf({ group, variance, availability }: Out): string {
  if (variance && availability) return 'both';
  if (availability) return 'availability';
  return group.openPercent === null ? shareWords(group) : 'variance';
}

const measure = (key: string, label: string, unit: Column['unit']): Column => ({ key, label, unit, role: 'measure' });
const signed = (key: string, label: string, unit: Column['unit']): Column => ({
  ...measure(key, label, unit),
  signed: true,
});

/** The same every day, as programs read them; people see those of `shownTable`. */
const COLUMNS: readonly Column[] = [
  unitsColumn('test', 'Test'),
  unitsColumn('production', 'Production'),
  unitsColumn('variance', 'Variance', true),
  signed('variance_pct', 'Variance %', 'percent'),
  unitsColumn('open', 'Not accepted', true),
  signed('open_pct', 'Not accepted %', 'percent'),
  signed('was_pct', 'Was', 'percent'),
  signed('change', 'Change in points', 'points'),
  measure('trend', 'Change', 'text'),
  measure('why', 'Why', 'text'),
  measure('test_availability', 'Availability Test', 'percent'),
  measure('production_availability', 'Availability Production', 'percent'),
  measure('since', 'Out since', 'text'),
  { ...measure('since_day', 'Out since day', 'text'), machine: true },
];
