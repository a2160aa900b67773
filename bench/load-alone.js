/** One load in a process of its own: `node load-alone.js CONFIGURATION` prints its peak memory in kilobytes. */
import { openApp } from '../dist/app.js';
import { stockFeed } from './stock.js';

const app = await openApp({ config: process.argv[2] ?? '' });
await app.model.refresher.refresh(stockFeed(app));
await app.close();
process.stdout.write(String(process.resourceUsage().maxRSS));
