import type { SqlServerConfig } from '../../config/schema.js';
import { columnsFrom, identityOf, keysFrom, profileFrom } from '../catalogue.js';
import { tableOf } from '../dialect.js';
import { extractQuery, profileQuery } from '../queries.js';
import type { Source, SourceColumn } from '../source.js';
import { columnKind, sqlServerDialect } from './dialect.js';
import { openSqlServerLook } from './look.js';
import { columnsQuery, isolationQuery, keysQuery, kindQuery, rightsQuery, versionQuery } from './queries.js';
import { SqlServerSessions } from './session.js';

/** SQL Server 2016 or later and Azure SQL. The README beside this file lists the traps. */
export function createSqlServerSource(name: string, config: SqlServerConfig): Source {
  const sessions = new SqlServerSessions(name, config);

  const describe = async (from: string): Promise<readonly SourceColumn[] | null> =>
    columnsFrom(await sessions.rows(columnsQuery(from), from), columnKind);

  return {
    name,
    kind: 'sqlserver',
    place: `${config.host}:${config.port}/${config.database}`,
    identity: identityOf(config),
    timeZone: config.timeZone,
    connections: config.limits.connections,
    describe,

    async inspect() {
      const [[version, edition] = []] = await sessions.rows(versionQuery);
      const [[snapshot, committed] = []] = await sessions.rows(isolationQuery);
      return {
        product: `SQL Server ${edition ?? ''}`.trim(),
        version: version ?? '',
        tls: config.tls === 'off' ? null : 'TLS',
        timeZone: config.timeZone,
        writes: (await sessions.rows(rightsQuery)).map(([right]) => `${right} on the database`),
        remarks: remarksOn(snapshot === '1', committed === '1'),
      };
    },

    async extract(from, columns, signal) {
      const batches = await sessions.stream(extractQuery(tableOf(from), columns, sqlServerDialect), from, signal);
      return { kind: 'rows', batches };
    },

    async profile(from, columns) {
      const described = (await describe(from)) ?? [];
      return profileFrom(await sessions.rows(profileQuery(tableOf(from), columns, described, sqlServerDialect), from));
    },

    async keys(from) {
      const [[kind] = []] = await sessions.rows(kindQuery(from), from);
      return kind === '1' ? keysFrom(await sessions.rows(keysQuery(from), from)) : { indexed: null, unique: null };
    },

    look: (from, signal) => openSqlServerLook(name, sessions, from, signal),

    close: () => sessions.close(),
  };
}

/** A look asks more than once, which only a snapshot makes one state; one statement needs no more than the other. */
function remarksOn(snapshot: boolean, committed: boolean): readonly string[] {
  if (snapshot) return [];
  return committed
    ? [
        'What a refresh asks of a table may belong to different moments while rows change: ALLOW_SNAPSHOT_ISOLATION is not on in this database.',
      ]
    : [
        'Reads are not consistent while rows change: neither READ_COMMITTED_SNAPSHOT nor ALLOW_SNAPSHOT_ISOLATION is on in this database.',
      ];
}
