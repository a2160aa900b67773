/**
 * The figures of alerts: what their questions find at present, what has happened since they were last looked at, and
 * the message about it. `src/alerts` makes words of the figures. Tested in `tests/commands/alert-look`.
 */
export { alertMessage } from './alert-message.js';
export { type Look, lookAt } from './look.js';
export { planAlert } from './plan.js';
export { type Freshness, freshness } from './trust.js';
export { createWatch, type Watch, type WatchOptions } from './watch.js';
