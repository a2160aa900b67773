/**
 * The one suite over all engines: what a source of rows does, on whichever server. Each part takes what is known
 * of a kind of server and a function that starts one.
 */
export { describeChecksums } from './suite/checksums.js';
export { describeLookTrouble } from './suite/look-trouble.js';
export { describeLooks } from './suite/looks.js';
export { describeOutage } from './suite/outage.js';
export { describeReading } from './suite/reading.js';
export { describeTls } from './suite/tls.js';
export { describeTrouble } from './suite/trouble.js';
