/**
 * Recorded history: a source table without a date tells only how things are, so each day's first successful read is
 * recorded as that day's state. It exists nowhere else. It lies beside the model in files of its own, one for each
 * feed and business day, that are written once and never changed; what the model holds of it is read back from them.
 *
 * `refresh` records, `open` and the turn of the day attach, `derive` makes the view that questions about time read.
 * `folder.ts` and `sealed.ts` need no database: `backup` and `restore` use them alone. Tested in
 * `tests/model/history*.test.ts`.
 */
export { type Attached, attachHistory } from './attach.js';
export { historyFolder } from './folder.js';
export { deriveOverTime } from './over-time.js';
export { HistoryError, recordDay } from './record.js';
