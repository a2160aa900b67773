import { formatCell, plural } from '../kpi/format.js';
import { type Circumstances, section } from './circumstances.js';
import type { DigestSection } from './digest.js';
import type { Against, FindingFigures } from './figures.js';
import { listing } from './listing.js';

/** What is wrong with the rows: what is new or has changed first, then what is as before in one line. */
export function findingsSection(
  findings: readonly FindingFigures[],
  previous: Against | null,
  circumstances: Circumstances,
): DigestSection | null {
  const before = previous?.figures.findings ?? null;
  const changeOf = (finding: FindingFigures) => (before === null ? null : finding.rows - rowsOf(finding, before));
  const isAsBefore = (finding: FindingFigures) => changeOf(finding) === 0;
  const sorted = findings.toSorted(
    (a, b) => Number(isAsBefore(a)) - Number(isAsBefore(b)) || b.rows - a.rows || a.rule.localeCompare(b.rule),
  );
  const same = sorted.filter(isAsBefore);
  const title = 'Data quality';
  return section(
    'findings',
    {
      title,
      lines: [
        ...sorted
          .filter((finding) => !isAsBefore(finding))
          .map((finding) => lineOf(finding, changeOf(finding), previous?.words ?? '')),
        ...(same.length === 0 ? [] : [asBeforeLine(same)]),
      ],
      result: listing(
        {
          title,
          headline: `${plural(findings.length, 'rule is', 'rules are')} broken`,
          columns: [
            { key: 'rule', label: 'What is wrong', unit: 'text', role: 'dimension' },
            { key: 'source', label: 'Source', unit: 'text', role: 'measure' },
            { key: 'rows', label: 'Rows', unit: 'count', role: 'measure' },
            { key: 'change', label: 'Change', unit: 'count', role: 'measure', signed: true },
          ],
          rows: sorted.map((finding) => {
            const { rule, source, rows } = finding;
            return { rule, source, rows, change: changeOf(finding) };
          }),
        },
        circumstances,
      ),
    },
    circumstances,
  );
}

function lineOf({ rule, source, rows }: FindingFigures, change: number | null, before: string): string {
  const said = change === null ? '' : ` (${formatCell(change, 'count', { signed: true })} since ${before})`;
  return `${plural(rows, 'row')}${said}: ${rule}${source === null ? '' : `, in ${source}`}`;
}

/** `8 findings as before: 27 rows`. */
const asBeforeLine = (same: readonly FindingFigures[]): string =>
  `${plural(same.length, 'finding')} as before: ${plural(
    same.reduce((sum, { rows }) => sum + rows, 0),
    'row',
  )}`;

const isSame = (one: FindingFigures, other: FindingFigures): boolean =>
  one.rule === other.rule && one.source === other.source;

const rowsOf = (finding: FindingFigures, all: readonly FindingFigures[]): number =>
  all.find((one) => isSame(one, finding))?.rows ?? 0;

/** Those of before that no row breaks any more. */
export const healed = (
  before: readonly FindingFigures[] | null,
  now: readonly FindingFigures[] | null,
): readonly FindingFigures[] =>
  before === null || now === null ? [] : before.filter((one) => !now.some((other) => isSame(one, other)));
