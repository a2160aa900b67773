/**
 * What an operator sees of Tally: the log, the metrics and the health endpoints. The only home of pino and
 * prom-client. It knows no other layer; whoever has something to tell gets a `Log` or `Metrics` handed in from
 * `app.ts`. Tested by reading what really came out: the log's file, the metrics' text, HTTP over a socket.
 */
export { type Checks, type Health, HealthAddressError, type HealthOptions, serveHealth } from './health.js';
export {
  type Fields,
  LOG_LEVELS,
  type Log,
  type LogOptions,
  openLog,
  requestId,
  withRequest,
} from './log.js';
export { type Metrics, type MetricsOptions, openMetrics, type TableAge } from './metrics.js';
export { type SlackLogger, slackLogger } from './slack-logger.js';
