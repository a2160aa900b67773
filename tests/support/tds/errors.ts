/** An error as SQL Server reports it: number, severity (class) and state, as in sys.messages. */
export class TdsError extends Error {
  override readonly name = 'TdsError';
  readonly number: number;
  readonly severity: number;
  readonly state: number;

  constructor(number: number, message: string, severity = 16, state = 1) {
    super(message);
    this.number = number;
    this.severity = severity;
    this.state = state;
  }
}

/** The error of a user's own RAISERROR or THROW, here for whatever went wrong in a test's `answer`. */
export const USER_ERROR = 50000;

/** The error after which SQL Server has already rolled the transaction back. */
export const DEADLOCK_VICTIM = 1205;

export function asTdsError(error: unknown): TdsError {
  if (error instanceof TdsError) return error;
  return new TdsError(USER_ERROR, error instanceof Error ? error.message : String(error));
}

export function loginFailed(user: string): TdsError {
  return new TdsError(18456, `Login failed for user '${user}'.`, 14);
}

export function permissionDenied(object: string, database: string): TdsError {
  const message = `The SELECT permission was denied on the object '${object}', database '${database}', schema 'dbo'.`;
  return new TdsError(229, message, 14, 5);
}

export function invalidObjectName(object: string): TdsError {
  return new TdsError(208, `Invalid object name '${object}'.`);
}

export function deadlockVictim(processId = 52): TdsError {
  const message =
    `Transaction (Process ID ${processId}) was deadlocked on lock resources with another process ` +
    'and has been chosen as the deadlock victim. Rerun the transaction.';
  return new TdsError(DEADLOCK_VICTIM, message, 13, 51);
}
