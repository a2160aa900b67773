import type { ResolvedPeriod, Result } from '../kpi/result.js';

/** One line under the answer: which source was asked when, and through which date its data goes. */
export function freshness({ asOf, dataThrough }: Pick<Result, 'asOf' | 'dataThrough'>): readonly string[] {
  const sources = [...new Set([...asOf, ...dataThrough].map(({ source }) => source))];
  return sources.map((source) => {
    const times = asOf.filter((one) => one.source === source).map(({ at }) => at);
    const environments = asOf.filter((one) => one.source === source).flatMap(({ environment }) => environment ?? []);
    const dates = dataThrough.filter((one) => one.source === source);
    const said = dates.map(({ environment, date }) => `${environment} data through ${date ?? 'no date'}`);
    const role = environments.length > 0 || dates.length > 0 ? '' : ' (product master)';
    return [`${source}${role} as of ${moment(times.sort()[0])}`, ...said].join(', ');
  });
}

/** The days of the answer: `2026-10-01 to 2026-10-31 (last month), against 2025-10-01 to 2025-10-31`; none without any. */
export function periodLine({ period, versus }: Pick<Result, 'period' | 'versus'>): readonly string[] {
  if (!period && !versus) return [];
  const against = versus ? `, against ${daysOf(versus)}` : '';
  if (!period) return [`Now${against}`];
  const days = daysOf(period);
  return [`${days}${isSaidBy(period) ? '' : ` (${period.words})`}${against}`];
}

const daysOf = ({ from, through }: ResolvedPeriod): string => (from === through ? from : `${from} to ${through}`);

/** Whether the words are those days and nothing else. */
const isSaidBy = (period: ResolvedPeriod): boolean =>
  ['', 'on ', 'from '].some((before) => period.words === `${before}${daysOf(period)}`);

function moment(at: string | undefined): string {
  return at === undefined ? 'never' : `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

/** Control characters, line separators, direction marks and half characters out of the data must not steer a terminal or a message. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
