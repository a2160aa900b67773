import { ByteReader } from './bytes.js';
import { TdsError } from './errors.js';
import { type Message, PacketType } from './packets.js';
import { readParameter } from './parameters.js';
import { ISOLATION_LEVELS, type IsolationLevel, type TdsParameters, type TdsValue } from './types.js';

/** What a logged-in client can ask. */
export type Request = Query | TransactionRequest;

export interface Query {
  readonly kind: 'query';
  readonly sql: string;
  readonly parameters: TdsParameters;
}

export type TransactionRequest =
  | { readonly kind: 'begin'; readonly isolation: IsolationLevel }
  | { readonly kind: 'commit' }
  | { readonly kind: 'rollback' };

export function parseRequest({ type, payload }: Message): Request {
  const reader = new ByteReader(payload);
  skipAllHeaders(reader);
  switch (type) {
    case PacketType.sqlBatch:
      return { kind: 'query', sql: reader.rest().toString('utf16le'), parameters: new Map() };
    case PacketType.rpc:
      return parseProcedureCall(reader);
    case PacketType.transaction:
      return parseTransactionRequest(reader);
    default:
      throw new Error(`TDS message type 0x${type.toString(16)} is not supported`);
  }
}

/** ALL_HEADERS ([MS-TDS] 2.2.5.3): its total length, this field included, then headers that this server has no use for. */
function skipAllHeaders(reader: ByteReader): void {
  reader.bytes(reader.u32() - 4);
}

/** [MS-TDS] 2.2.6.6: a name — or 0xFFFF and a number for the built-in procedures — option flags, and parameters. */
const BY_NUMBER = 0xffff;
const EXECUTE_SQL_NUMBER = 10;
const EXECUTE_SQL_NAME = /^(?:sys\.)?sp_executesql$/i;

function parseProcedureCall(reader: ByteReader): Query {
  const nameLength = reader.u16();
  const procedure = nameLength === BY_NUMBER ? reader.u16() : reader.text(nameLength);
  const executesSql =
    typeof procedure === 'number' ? procedure === EXECUTE_SQL_NUMBER : EXECUTE_SQL_NAME.test(procedure);
  if (!executesSql) throw new TdsError(2812, `Could not find stored procedure '${procedure}'.`);
  reader.u16(); // option flags

  // sp_executesql's own parameters come first: the statement, and the declaration of the others if there are any.
  const [statement, , ...bound] = readParameters(reader);
  if (typeof statement?.value !== 'string') throw new TdsError(214, "Procedure expects parameter '@statement'.");
  const parameters = new Map(bound.map(({ name, value }) => [name.replace(/^@/, ''), value]));
  return { kind: 'query', sql: statement.value, parameters };
}

function readParameters(reader: ByteReader): { name: string; value: TdsValue }[] {
  const parameters: { name: string; value: TdsValue }[] = [];
  while (!reader.ended) {
    const name = reader.bVarchar();
    reader.u8(); // status flags: by reference, default value
    parameters.push({ name, value: readParameter(reader) });
  }
  return parameters;
}

/** [MS-TDS] 2.2.6.9, RequestType. */
const TransactionOperation = { begin: 5, commit: 7, rollback: 8 } as const;

function parseTransactionRequest(reader: ByteReader): TransactionRequest {
  const operation = reader.u16();
  switch (operation) {
    case TransactionOperation.begin:
      return { kind: 'begin', isolation: ISOLATION_LEVELS[reader.u8()] ?? 'unchanged' };
    case TransactionOperation.commit:
      return { kind: 'commit' };
    case TransactionOperation.rollback:
      return { kind: 'rollback' };
    default:
      throw new TdsError(8009, `transaction manager request ${operation} is not supported`);
  }
}
