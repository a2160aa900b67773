import type { SqlServerConfig } from '../../config/schema.js';
import { tableOf } from '../dialect.js';
import { extractQuery, profileQuery } from '../queries.js';
import type { Source, SourceColumn } from '../source.js';
import { columnKind, sqlServerDialect } from './dialect.js';
import { columnsQuery, isolationQuery, keysQuery, kindQuery, rightsQuery, versionQuery } from './queries.js';
import { SqlServerSessions } from './session.js';

/** SQL Server 2016 or later and Azure SQL. The README beside this file lists the traps. */
export function createSqlServerSource(name: string, config: SqlServerConfig): Source {
  const sessions = new SqlServerSessions(name, config);

  const describe = async (from: string): Promise<readonly SourceColumn[] | null> => {
    const rows = await sessions.rows(columnsQuery(from), from);
    if (rows.length === 0) return null;
    return rows.map(([column, type]) => {
      const lower = (type ?? '').toLowerCase();
      return { name: column ?? '', type: lower, kind: columnKind(lower) };
    });
  };

  return {
    name,
    kind: 'sqlserver',
    place: `${config.host}:${config.port}/${config.database}`,
    describe,

    async inspect() {
      const [[version, edition] = []] = await sessions.rows(versionQuery);
      const [[snapshot, committed] = []] = await sessions.rows(isolationQuery);
      const consistent = snapshot === '1' || committed === '1';
      return {
        product: `SQL Server ${edition ?? ''}`.trim(),
        version: version ?? '',
        tls: config.tls === 'off' ? null : 'TLS',
        timeZone: config.timeZone,
        writes: (await sessions.rows(rightsQuery)).map(([right]) => `${right} on the database`),
        remarks: consistent
          ? []
          : [
              'Reads are not consistent while rows change: neither READ_COMMITTED_SNAPSHOT nor ALLOW_SNAPSHOT_ISOLATION is on in this database.',
            ],
      };
    },

    async extract(from, columns, signal) {
      const batches = await sessions.stream(extractQuery(tableOf(from), columns, sqlServerDialect), from, signal);
      return { kind: 'rows', batches };
    },

    async profile(from, columns) {
      const described = (await describe(from)) ?? [];
      const rows = await sessions.rows(profileQuery(tableOf(from), columns, described, sqlServerDialect), from);
      const dates = rows.map(([date = null, count, items]) => ({ date, rows: Number(count), items: Number(items) }));
      return { rows: dates.reduce((sum, date) => sum + date.rows, 0), dates };
    },

    async keys(from) {
      const [[isTable] = []] = await sessions.rows(kindQuery(from), from);
      if (isTable !== '1') return { indexed: null, unique: null };
      const rows = await sessions.rows(keysQuery(from), from);
      const unique = new Map<string, string[]>();
      for (const [index, , column, isUnique] of rows) {
        if (isUnique !== '1' || !index || !column) continue;
        unique.set(index, [...(unique.get(index) ?? []), column.toLowerCase()]);
      }
      return {
        indexed: rows.filter(([, place]) => place === '1').map(([, , column]) => (column ?? '').toLowerCase()),
        unique: [...unique.values()],
      };
    },

    close: () => sessions.close(),
  };
}
