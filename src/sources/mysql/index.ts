import type { MySqlConfig } from '../../config/schema.js';
import { columnsFrom, identityOf, keysFrom, profileFrom } from '../catalogue.js';
import { tableOf } from '../dialect.js';
import { extractQuery, profileQuery } from '../queries.js';
import type { Source, SourceColumn } from '../source.js';
import { columnKind, mysqlDialect } from './dialect.js';
import { openMySqlLook } from './look.js';
import { columnsQuery, grantsQuery, keysQuery, kindQuery, tlsQuery, versionQuery } from './queries.js';
import { MySqlSessions } from './session.js';

/** MySQL 8 and MariaDB 10.6 or later. The README beside this file lists the traps. */
export function createMySqlSource(name: string, config: MySqlConfig): Source {
  const sessions = new MySqlSessions(name, config);

  const columnsOf = async (from: string): Promise<readonly SourceColumn[] | null> =>
    columnsFrom(await sessions.rows(columnsQuery(from), from), columnKind);

  const describe = async (from: string): Promise<readonly SourceColumn[] | null> => {
    const columns = await columnsOf(from);
    if (columns !== null) return columns;
    // Sessions may have lost their database, which says nothing of the one that is there now.
    sessions.renew();
    return columnsOf(from);
  };

  return {
    name,
    kind: 'mysql',
    place: `${config.host}:${config.port}/${config.database}`,
    identity: identityOf(config),
    timeZone: config.timeZone,
    connections: config.limits.connections,
    describe,

    async inspect() {
      const [[version, comment, timeZone] = []] = await sessions.rows(versionQuery);
      const [[, tls] = []] = await sessions.rows(tlsQuery);
      const grants = (await sessions.rows(grantsQuery)).map(([grant]) => grant ?? '');
      return {
        product: /maria/i.test(`${version} ${comment}`) ? 'MariaDB' : 'MySQL',
        version: version ?? '',
        tls: tls || null,
        timeZone: timeZone ?? '',
        writes: grants.flatMap(writeRights),
        remarks: [],
      };
    },

    async extract(from, columns, signal) {
      const batches = await sessions.stream(extractQuery(tableOf(from), columns, mysqlDialect), from, signal);
      return { kind: 'rows', batches };
    },

    async profile(from, columns) {
      const described = (await describe(from)) ?? [];
      return profileFrom(await sessions.rows(profileQuery(tableOf(from), columns, described, mysqlDialect), from));
    },

    async keys(from) {
      const [[kind] = []] = await sessions.rows(kindQuery(from), from);
      return kind === 'BASE TABLE'
        ? keysFrom(await sessions.rows(keysQuery(from), from))
        : { indexed: null, unique: null };
    },

    look: (from, signal) => openMySqlLook(name, sessions, from, signal),

    close: () => sessions.close(),
  };
}

const WRITES =
  /^(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|CREATE|ALTER|TRUNCATE|GRANT OPTION|SUPER|FILE|EVENT|TRIGGER|INDEX)\b/;

/** `GRANT SELECT, INSERT ON `shop`.* TO …` → `INSERT on shop.*`. Column lists in brackets are dropped. */
function writeRights(grant: string): readonly string[] {
  const [, rights, scope] = /^GRANT (.+?) ON (.+) TO /i.exec(grant) ?? [];
  if (!rights || !scope) return [];
  return rights
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map((right) => right.trim().toUpperCase())
    .filter((right) => WRITES.test(right))
    .map((right) => `${right} on ${scope.replaceAll('`', '')}`);
}
