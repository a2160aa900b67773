import { z } from 'zod';
import { MODEL_TABLES } from '../model/shape.js';
import { configSchema } from './schema.js';

interface Node {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly kind?: 'duration' | 'memory' | 'time zone' | 'whole';
  /** The default of a key whose text is turned into a number. */
  readonly fallback?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

export interface Key {
  readonly path: string;
  readonly about: string;
  readonly allowed: string;
  readonly fallback: string;
}

/** Every key of the configuration with its rule, out of the schema itself. */
export function configurationKeys(): readonly Key[] {
  return keysOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Node, '');
}

function keysOf(node: Node, path: string): readonly Key[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const own = keyOf(child, at, node.required?.includes(name) ?? false);
    if (child.type === 'array' && child.items?.properties) return [own, ...keysOf(child.items, `${at}[]`)];
    if (typeof child.additionalProperties === 'object' && child.additionalProperties.oneOf) {
      return [
        own,
        ...child.additionalProperties.oneOf.flatMap((kind) =>
          keysOf(kind, `${at}.NAME (${String(kind.properties?.type?.const)})`),
        ),
      ];
    }
    return child.properties ? keysOf(child, at) : [own];
  });
}

function keyOf(node: Node, path: string, required: boolean): Key {
  const value = node.fallback ?? node.default;
  const fallback = value === undefined ? (required ? 'required' : 'none') : `\`${written(value, node.kind)}\``;
  return { path, about: node.description ?? '', allowed: allowed(node), fallback };
}

function written(value: unknown, kind: Node['kind']): string {
  if (kind === 'memory') return `${value}MB`;
  if (kind === 'duration' && typeof value === 'number') {
    if (value % 86_400_000 === 0) return `${value / 86_400_000}d`;
    return value % 60_000 === 0 ? `${value / 60_000}m` : `${value / 1000}s`;
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function allowed(node: Node): string {
  if (node.kind === 'duration') return 'duration: 500ms, 10s, 5m, 1h, 1d';
  if (node.kind === 'memory') return 'memory: 128MB, 1GB';
  if (node.kind === 'time zone') return 'IANA time zone';
  if (node.kind === 'whole') return `whole number, ${node.minimum} to ${node.maximum}`;
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (node.type === 'integer' || node.type === 'number') {
    const most = node.maximum === undefined || node.maximum > 1e12 ? '' : ` to ${node.maximum}`;
    return `${node.type === 'integer' ? 'whole number' : 'number'}${node.minimum === undefined ? '' : `, ${node.minimum}${most || ' or more'}`}`;
  }
  if (node.type === 'array') return node.items?.properties ? 'list' : 'list of texts';
  if (node.type === 'object') return 'map';
  return node.format === 'uri' ? 'URL' : 'text';
}

const EXAMPLE = `timeZone: Europe/Berlin
currency: €
sources:
  erp-test:
    type: sqlserver
    host: sql.example.com
    database: tally_test
    user: tally_reader
    password: \${SQLSERVER_PASSWORD}
  erp-production:
    type: mysql
    host: mysql.example.com
    database: tally_production
    user: tally_reader
    password: \${MYSQL_PASSWORD}
    ca: ./company-ca.pem
    limits: { stall: 20s }
tables:
  - table: product
    source: erp-test
    from: dbo.Product
    columns: { product_id: Sku, name: ProductName, category: Category, unit_price: UnitPrice }
  - table: stock
    source: erp-test
    from: dbo.Stock
    environment: test
    columns: { date: StockDate, product_id: Sku, quantity: OnHand, demand: Demand }
    constants: { warehouse: MAIN }
    meaning: { quantity: complete, demand: complete }
  - table: stock
    source: erp-production
    from: stock_level
    environment: production
    columns: { date: stock_date, product_id: item_code, quantity: qty_on_hand, demand: qty_demanded }
    constants: { warehouse: MAIN }
    recode: { product_id: { A1017: A-1017 } }
    formats: { date: DD/MM/YYYY }
    meaning: { quantity: complete, demand: complete }
    changed: updated_at`;

/** `docs/configuration.md`. */
export function configurationDocument(): string {
  const shapes = Object.entries(MODEL_TABLES).map(([table, columns]) => {
    const list = Object.entries(columns).map(
      ([column, { kind, required }]) => `${column}${required ? '*' : ''} (${kind})`,
    );
    return `- \`${table}\`: ${list.join(', ')}`;
  });
  return [
    '# Configuration',
    '',
    'Made from the schema by `npm run docs`; a test compares.',
    '',
    'One YAML file. `${NAME}` anywhere in it is replaced by the environment variable of that name, which has to be set. Keys that are not listed here are refused. Relative paths are relative to the file. `tally check` says whether it fits what is really there.',
    '',
    'The file is the one named by `--config`, else by `TALLY_CONFIG`, else `tally.yaml` in the working folder, else the embedded demo. `TALLY_LOG` sets the level of the log beside the model (`debug`, `info`, `warn`, `error`).',
    '',
    '```yaml',
    EXAMPLE,
    '```',
    '',
    '## Keys',
    '',
    '| key | allowed | default | what it does |',
    '| --- | --- | --- | --- |',
    ...configurationKeys().map(
      ({ path, allowed: may, fallback, about }) => `| \`${path}\` | ${may} | ${fallback} | ${about} |`,
    ),
    '',
    '## Tables of the model',
    '',
    'What `columns`, `constants`, `recode` and `formats` may name. A column with * has to be mapped, and a row without it is left out. `code` is compared without case; decimals are exact: quantity with 4 decimals, price with 6, rate with 12.',
    '',
    ...shapes,
    '',
    'A stock table without a date is taken for the state of today. Both environments have to mean the same over time. Passwords stay out of the log.',
    '',
  ].join('\n');
}
