/**
 * The running instance: whoever holds the model answers for the other processes of the same user, over a local socket.
 * `cli` uses it; it knows no chat, no KPI and no model, only texts, bytes and exit codes. `server.ts` is imported on its
 * own, so that whoever only asks does not load the validation of requests. Tested in `tests/instance`, and through the
 * real program in `tests/cli/instance.test.ts`.
 */
export { holderAt, type Said, type Told, tell } from './client.js';
export type { Output, ProgressStep } from './output.js';
export { placeOf } from './place.js';
export type { Holder, Request, Times } from './protocol.js';
