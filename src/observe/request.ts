import { AsyncLocalStorage } from 'node:async_hooks';

/** The ids that hold here, the innermost first. */
const current = new AsyncLocalStorage<readonly string[]>();

/**
 * Everything logged while `work` runs, at any depth of promises and timers, carries this request id. A request within
 * another one has its own id and names the other.
 */
export function withRequest<T>(id: string, work: () => Promise<T>): Promise<T> {
  const outer = current.getStore() ?? [];
  return current.run(outer.includes(id) ? outer : [id, ...outer], work);
}

/** The id of the request that is being worked on here, null outside of any. */
export function requestId(): string | null {
  return current.getStore()?.[0] ?? null;
}

/** The id of the outermost request, null when there is but one or none. */
export function outerRequestId(): string | null {
  const ids = current.getStore() ?? [];
  return ids.length > 1 ? (ids.at(-1) ?? null) : null;
}
