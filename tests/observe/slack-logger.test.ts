import { type Logger, LogLevel } from '@slack/web-api';
import { expect, test } from 'vitest';
import { slackLogger } from '../../src/observe/index.js';
import { openTestLog } from './open.js';

const TOKEN = 'xoxb-1234567890-abcdefghijklmnop';

function open() {
  const opened = openTestLog({ secrets: ['the signing secret'] });
  const logger: Logger = slackLogger(opened.log);
  return { ...opened, logger };
}

test('what Slack’s packages say stands under slack, with the client that says it', () => {
  const { logger, lines } = open();
  logger.setName('socket-mode');
  logger.info('API Call failed due to rate limiting.', 'Will retry in', 3, 'seconds.');
  logger.error('no connection');
  expect(lines()).toMatchObject([
    {
      level: 'info',
      msg: 'slack client',
      client: 'socket-mode',
      slack: 'API Call failed due to rate limiting. Will retry in 3 seconds.',
    },
    { level: 'error', slack: 'no connection' },
  ]);
});

test('debug is left out until asked for', () => {
  const { logger, lines } = open();
  logger.debug('one');
  expect(logger.getLevel()).toBe(LogLevel.INFO);
  logger.setLevel(LogLevel.DEBUG);
  expect(logger.getLevel()).toBe(LogLevel.DEBUG);
  logger.debug('two');
  logger.setLevel(LogLevel.ERROR);
  logger.warn('three');
  logger.error('four');
  expect(lines().map(({ slack }) => slack)).toEqual(['two', 'four']);
});

test('debug says what is done, not with what', () => {
  const { logger, text, lines } = open();
  logger.setLevel(LogLevel.DEBUG);
  logger.debug("apiCall('chat.postMessage') start");
  logger.debug('WebSocket close frame received (code: 1006, reason: A-1017)');
  logger.debug('http request body: {"text":"A-1017"}');
  logger.debug('ack() call begins (body: A-1017)');
  logger.debug('{"text":"A-1017"}');
  logger.debug('Received a message on the WebSocket:', { text: 'A-1017' });
  expect(lines().map(({ slack }) => slack)).toEqual([
    "apiCall('chat.postMessage') start",
    'WebSocket close frame received (code: 1006, reason',
    'http request body',
    'ack() call begins (body',
    '',
    'Received a message on the WebSocket',
  ]);
  expect(text()).not.toContain('A-1017');
});

test('an error goes as one, and no value of its or of the text’s gets through', () => {
  const { logger, text, lines } = open();
  const error = Object.assign(new Error("string 'A-1017'"), {
    code: 'slack_webapi_platform_error',
    data: { row: 'A-1017' },
  });
  logger.error("Slack says 'A-1017'", error);
  logger.error(error);
  expect(lines()).toMatchObject([
    { slack: "Slack says '…'", err: { message: "string '…'", code: 'slack_webapi_platform_error' } },
    { slack: '', err: { type: 'Error' } },
  ]);
  expect(text()).not.toContain('A-1017');
});

test('secrets go before a long text is cut, so that none is cut in two', () => {
  for (const secret of [TOKEN, 'the signing secret', 'https://hooks.slack.com/commands/T/1/s3cr3tpath'])
    for (let before = 470; before <= 510; before += 5) {
      const { logger, lines, text } = open();
      logger.warn(`${'.'.repeat(before)}${secret}${'.'.repeat(800)}`);
      expect(String(lines()[0]?.slack)).toHaveLength(500);
      expect(text()).not.toMatch(/xoxb|the sig|s3cr/);
    }
});
