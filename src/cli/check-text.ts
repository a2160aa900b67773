import type { Problem, SourceReport, TableReport } from '../check/index.js';
import type { Finding, SlackReport } from '../check/slack.js';
import { plural } from '../kpi/format.js';

/** What `tally check` prints of a source. */
export function sourceText({ source, kind, place, server, tables, problems }: SourceReport): readonly string[] {
  const head = `${source} (${kind}, ${place})`;
  const facts = server
    ? [
        ...(server.version ? [`  server     ${server.product} ${server.version}`] : []),
        ...(kind === 'files'
          ? []
          : [
              `  encrypted  ${server.tls ?? 'no'}`,
              `  time zone  ${server.timeZone}`,
              `  may write  ${server.writes.length > 0 ? 'yes' : 'no'}`,
            ]),
      ]
    : [];
  return [head, ...facts, ...problems.flatMap((problem) => problemText(problem, '  ')), ...tables.flatMap(tableText)];
}

function tableText({
  from,
  table,
  environment,
  columns,
  unused,
  overTime,
  key,
  changed,
  problems,
}: TableReport): readonly string[] {
  const pairs = columns.map(({ column, from: name, type }) => `${column} ← ${name} (${type})`);
  return [
    `  ${from} → ${table}${environment ? ` of ${environment}` : ''}`,
    ...(pairs.length > 0 ? [`    columns    ${pairs.join(', ')}`] : []),
    ...(unused.length > 0 ? [`    not used   ${unused.join(', ')}`] : []),
    ...(overTime ? [`    rows       ${overTime.rows.toLocaleString('en-US')}${range(overTime)}`] : []),
    ...(overTime?.coverage != null
      ? [
          `    looks like ${overTime.looksLike?.join(' or ')}: half of the dates have ${overTime.coverage} % or more of the items`,
        ]
      : []),
    ...(key ? [`    key        ${key}`] : []),
    ...(changed ? [`    changed    ${changed}`] : []),
    ...problems.flatMap((problem) => problemText(problem, '    ')),
  ];
}

function range({ first, last, dates }: { first: string | null; last: string | null; dates: number }): string {
  return first === null ? '' : ` on ${plural(dates, 'date')}, ${first} to ${last}`;
}

function problemText({ level, text: said, advice }: Problem, indent: string): readonly string[] {
  return [
    `${indent}${level === 'error' ? 'ERROR' : 'warning'}: ${said}`,
    ...(advice ? [`${indent}  → ${advice}`] : []),
  ];
}

export const NO_SLACK = 'Slack: no SLACK_BOT_TOKEN is set; docs/slack.md tells how to connect.';

/** What `tally check` prints of Slack. */
export function slackText({ place, findings }: SlackReport): readonly string[] {
  return [
    place === null ? 'Slack' : `Slack (${place})`,
    ...findings.flatMap((finding, index) => {
      const lines = findingText(finding);
      // What is to be done about several is said after the last of them.
      return findings[index + 1]?.advice === finding.advice ? lines.slice(0, 1) : lines;
    }),
  ];
}

function findingText({ level, about, text: said, advice }: Finding): readonly string[] {
  const lead = `  ${about.padEnd(10)} `;
  switch (level) {
    case 'ok':
      return [`${lead}${said}`];
    case 'unknown':
      return [`${lead}unknown: ${said}`, ...(advice ? [`    → ${advice}`] : [])];
    case 'warning':
    case 'error':
      return problemText({ level, text: said, advice }, '  ');
  }
}
