import { checkSource, type Problem, type SourceReport, type TableReport } from '../check/index.js';
import { plural } from '../kpi/format.js';
import { OUR_FAILURE } from './failure.js';
import { withApp } from './setup.js';

/** `tally check`: everything that is configured, connected to and described. Yields the exit code. */
export async function check({ config }: { config?: string }): Promise<number> {
  return withApp(
    config,
    async ({ sources, model, settings }) => {
      let errors = 0;
      for (const [name, source] of sources) {
        const described = settings.config.sources[name];
        const report = await checkSource({
          source,
          feeds: model.feeds.filter((feed) => feed.source === name),
          tls: described && described.type !== 'files' ? described.tls : null,
          today: model.today,
          readDates: (texts, format) => model.readDates(texts, format),
        });
        process.stdout.write(`${text(report).join('\n')}\n\n`);
        errors += [...report.problems, ...report.tables.flatMap(({ problems }) => problems)].filter(
          ({ level }) => level === 'error',
        ).length;
      }
      process.stdout.write(
        errors === 0 ? 'Everything that is configured can be read.\n' : `${plural(errors, 'error')} to mend.\n`,
      );
      return errors === 0 ? 0 : OUR_FAILURE;
    },
    { detached: true },
  );
}

function text({ source, kind, place, server, tables, problems }: SourceReport): readonly string[] {
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
