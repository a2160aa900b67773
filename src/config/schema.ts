import { z } from 'zod';
import { MODEL_TABLES, type ModelTable } from '../model/shape.js';
import { deliverySchema, digestsSchema, tolerancesSchema } from './digests.js';
import { accessSchema, healthSchema, slackSchema, stateSchema } from './service.js';
import { duration, megabytes, seconds, timeZone, whole } from './units.js';

/**
 * The configuration file, key by key. Descriptions become `docs/configuration.md`; every key that has
 * a default may be left out.
 */

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a name of small letters, digits and hyphens that starts with a letter');

const text = z.string().min(1);

const tls = z
  .enum(['verify', 'insecure', 'off'])
  .default('verify')
  .describe(
    'verify: encrypted, certificate chain and host name are checked. insecure: encrypted, nothing is checked. off: not encrypted. The last two are warned about.',
  );

const limits = z
  .strictObject({
    connect: duration(seconds(10)).describe('Longest wait for a connection and login.'),
    stall: duration(seconds(30)).describe('Longest wait for the first row, or between two batches of rows.'),
    total: duration(seconds(1800)).describe('Longest time for one whole read of a table.'),
    connections: whole(1, 20, 3).describe(
      'Connections held open at the same time. One stays free for questions while whole tables are read by the others.',
    ),
  })
  .prefault({})
  .describe('Time limits and pool of this source.');

const server = {
  host: text.describe('Host name or address. With tls: verify it must be the name in the certificate.'),
  database: text.describe('Database (catalogue) to use.'),
  user: text.describe('Login; it should only be able to read.'),
  password: z.string().describe('Write it as ${VARIABLE}; it is never logged.'),
  tls,
  ca: text
    .optional()
    .describe('PEM file of the authority that signed the server’s certificate, beside the system’s own.'),
  timeZone: timeZone('UTC').describe(
    'Time zone of date-times that carry none; set on the session where the server has one.',
  ),
  limits,
};

const sqlserver = z.strictObject({
  type: z.literal('sqlserver').describe('SQL Server 2016 or later, Azure SQL.'),
  ...server,
  port: whole(1, 65535, 1433).describe('TCP port.'),
});

const mysql = z.strictObject({
  type: z.literal('mysql').describe('MySQL 8, MariaDB 10.6 or later.'),
  ...server,
  port: whole(1, 65535, 3306).describe('TCP port.'),
});

const files = z.strictObject({
  type: z.literal('files').describe('CSV and Parquet files in a folder.'),
  folder: text.describe('Folder of the files; relative to the configuration file.'),
  delimiter: z.string().length(1).default(',').describe('Between the values of a CSV line.'),
  encoding: z.enum(['utf-8', 'latin-1', 'utf-16']).default('utf-8').describe('Of CSV files.'),
});

export const sourceSchema = z.discriminatedUnion('type', [sqlserver, mysql, files], {
  error: 'type is one of sqlserver, mysql, files',
});

const scalar = z.union([z.string(), z.number()]).transform(String);

const feed = z
  .strictObject({
    table: z
      .enum(Object.keys(MODEL_TABLES) as [ModelTable, ...ModelTable[]])
      .describe('Table of the model that is fed.'),
    source: name.describe('A name under sources.'),
    from: text.describe('Table or view (schema.name) of a server, or file name or glob of a folder.'),
    environment: z
      .enum(['test', 'production'])
      .optional()
      .describe('Whose stock it is, when all rows belong to one environment; else map a column to environment.'),
    columns: z
      .record(z.string(), text)
      .optional()
      .describe('Model column: source column. Left out: every model column that the source has under the same name.'),
    constants: z
      .record(z.string(), scalar)
      .default({})
      .describe('Model column: one value for all rows, as in warehouse: MAIN.'),
    recode: z
      .record(z.string(), z.record(z.string(), scalar))
      .default({})
      .describe('Model column: {value in the source: value in the model}. Compared without case and outer blanks.'),
    formats: z
      .record(z.string(), text)
      .default({})
      .describe('Model column: form of a text date, as in date: DD-MM-YYYY. Tokens: YYYY YY MM M DD D MMM HH mm ss.'),
    meaning: z
      .strictObject({
        quantity: z
          .enum(['complete', 'sparse', 'flow'])
          .optional()
          .describe(
            'What a stock row’s quantity says over time, required for stock. complete: each date is the whole state. sparse: rows only when something changed. flow: rows add up.',
          ),
        demand: z
          .enum(['flow', 'complete'])
          .optional()
          .describe(
            'The same of demand, required when it is mapped. complete: of that date, like the quantity. flow: rows add up.',
          ),
      })
      .prefault({})
      .describe(
        'What a stock row says over time. quantity: complete (each date is the whole state), sparse (rows only when something changed) or flow (rows add up). demand: complete (of that date) or flow (rows add up).',
      ),
    carryDays: whole(1, 3660, 30).describe('For sparse quantities: days for which the last known row counts.'),
    repeats: z
      .record(z.string(), text)
      .default({})
      .describe(
        'Text of a dimension that the rows repeat, as in product.category: category. It is not taken from here; /stock quality says where it disagrees.',
      ),
    key: z
      .array(text)
      .default([])
      .describe('Source columns that identify a row; unique in the source. tally check looks at them.'),
    changed: text
      .optional()
      .describe(
        'Source column that grows with every change: a rowversion or a modification time; it should lead an index. tally check looks at it.',
      ),
  })
  .describe('One table of a source, mapped onto one table of the model.');

export const configSchema = z.strictObject({
  timeZone: timeZone('UTC').describe('Business time zone: what “today” means.'),
  currency: z.string().max(8).default('$').describe('Written before amounts of money.'),
  fiscalYearStart: whole(1, 12, 1).describe('Month in which the fiscal year starts.'),
  model: z
    .strictObject({
      file: text
        .regex(/^[^?]*$/, 'a path without “?”')
        .default('data/tally.duckdb')
        .describe('The model; relative to the configuration file. Its folder also takes charts and history.'),
      memory: megabytes(96).describe('Memory that the model may use; more than that is worked on disk.'),
      threads: whole(1, 64, 2).describe('Processor threads that the model may use.'),
    })
    .prefault({})
    .describe('The model, Tally’s own copy of the rows.'),
  refresh: z
    .strictObject({
      maxAge: duration(seconds(10)).describe(
        'A question accepts rows of this age without asking the source again. Else it asks for what has changed, where an index of the table serves that or the table is small; for other tables minInterval holds as well.',
      ),
      budget: duration(seconds(2)).describe(
        'Longest that a question waits for a refresh; then it is answered from the last good state and says so.',
      ),
      minInterval: duration(seconds(300)).describe(
        'Least time between two scans of a table whose change or date column has no index, whatever maxAge says: Production is not scanned at every question.',
      ),
      overlap: duration(seconds(300)).describe(
        'Longest that a transaction of a source may stay open after it stamped its rows; what is stamped within it is looked at again. Not needed where changed is a rowversion.',
      ),
      verify: duration(seconds(3600)).describe(
        'Time after which all dates of a table are compared with their source by checksums, so that deleted and silently edited rows of older dates are found. The latest dates are compared at every question.',
      ),
      every: duration(seconds(300)).describe(
        'Time after which everything is brought up to date though nobody asks, while Tally runs (tally start).',
      ),
    })
    .prefault({})
    .describe('How fresh an answer is.'),
  stock: z
    .strictObject({
      tolerance: z
        .number()
        .min(0)
        .default(0)
        .describe('Units by which an item may differ between the environments and still match.'),
    })
    .prefault({})
    .describe('How stock is compared.'),
  tolerances: tolerancesSchema,
  digests: digestsSchema,
  delivery: deliverySchema,
  charts: z
    .strictObject({
      quickchart: z
        .url()
        .optional()
        .describe(
          'A QuickChart server of your own that draws the charts. Left out: drawn in this process, figures do not leave the machine.',
        ),
      workers: whole(1, 8, 1).describe('Threads that draw.'),
    })
    .prefault({})
    .describe('Who draws the charts.'),
  slack: slackSchema,
  access: accessSchema,
  state: stateSchema,
  health: healthSchema,
  sources: z
    .record(name, sourceSchema)
    .describe('Where rows come from: a name of your choice for each database or folder.'),
  tables: z.array(feed).min(1).describe('Which table of which source feeds which table of the model.'),
});

export type Config = z.output<typeof configSchema>;
export type SourceConfig = z.output<typeof sourceSchema>;
export type SqlServerConfig = Extract<SourceConfig, { type: 'sqlserver' }>;
export type MySqlConfig = Extract<SourceConfig, { type: 'mysql' }>;
export type FilesConfig = Extract<SourceConfig, { type: 'files' }>;
export type AccessRule = Config['access'][number];
export type FeedConfig = Config['tables'][number];
