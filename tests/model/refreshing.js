/**
 * Refreshes a Tally in one way after the other whenever it is told a version, until it is killed: `node refreshing.js
 * CONFIG`. It says `ready` when it is open, and after each refresh.
 */
import { openApp } from '../../dist/app.js';

const [config = ''] = process.argv.slice(2);
const WAYS = /** @type {const} */ (['quick', 'full', 'quick', 'verify']);
let now = new Date(0);

const app = await openApp({ config, environment: { TALLY_LOG: 'silent' }, now: () => now });
process.on('message', async (/** @type {{ version: number, moment: string }} */ { version, moment }) => {
  now = new Date(moment);
  for (const feed of app.model.feeds) await app.model.refresher.refresh(feed, WAYS[version % WAYS.length]);
  process.send?.('ready');
});
process.send?.('ready');
