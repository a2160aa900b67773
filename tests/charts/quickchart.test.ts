import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { chartConfig } from '../../src/charts/config.js';
import { createServerDrawer } from '../../src/charts/quickchart.js';
import { varianceResult, varianceRow } from './results.js';
import { SERVED_PNG, serverOf } from './server.js';

/** A name that quickchart-js would turn into code, were it given an object. */
const CODE = '__BEGINFUNCTION__process.exit()__ENDFUNCTION__';

function picture() {
  const drawn = chartConfig(varianceResult([varianceRow(CODE, 1, 2)]));
  if (!drawn) throw new Error('no picture');
  return drawn;
}

test('the server gets the very configuration that is drawn here', async () => {
  const requests: { method: string | undefined; url: string | undefined; body: unknown }[] = [];
  const server = await serverOf(async (request, response) => {
    requests.push({ method: request.method, url: request.url, body: await json(request) });
    response.end(SERVED_PNG);
  });
  expect(await createServerDrawer(`${server}/charts/`)(picture())).toEqual(SERVED_PNG);
  const [{ body, ...request } = { body: {} }] = requests;
  expect(request).toEqual({ method: 'POST', url: '/charts/chart' });
  const { chart, ...size } = body as { chart: string };
  expect(JSON.parse(chart)).toEqual(picture().config);
  expect(size).toEqual({
    width: 800,
    height: picture().height,
    devicePixelRatio: 2,
    backgroundColor: '#ffffff',
    format: 'png',
    version: '4',
  });
});

test.each<[string, RequestListener, string]>([
  [
    'an error of the server',
    (_, response) => response.writeHead(400, { 'x-quickchart-error': 'Input is not allowed' }).end(SERVED_PNG),
    'answered 400: Input is not allowed',
  ],
  ['anything but a PNG', (_, response) => response.end('<html>'), 'something that is not a PNG'],
  ['nothing', (_, response) => response.end(), 'something that is not a PNG'],
  [
    'a redirect',
    (_, response) => response.writeHead(307, { location: 'https://quickchart.io/chart' }).end(),
    'fetch failed',
  ],
  ['silence', () => {}, 'timeout'],
  ['half an answer', (_, response) => response.write(SERVED_PNG), 'timeout'],
])('%s is an error', async (_, listener, message) => {
  const draw = createServerDrawer(await serverOf(listener), 200);
  await expect(draw(picture())).rejects.toThrow(message);
});

test('a server that is not there is an error', async () => {
  await expect(createServerDrawer('http://127.0.0.1:1')(picture())).rejects.toThrow('fetch failed');
});

test('a caller can give up', async () => {
  const draw = createServerDrawer(await serverOf(() => {}));
  const caller = new AbortController();
  const drawn = draw(picture(), caller.signal);
  caller.abort(new Error('never mind'));
  await expect(drawn).rejects.toThrow('never mind');
});

test('after three failures the server is left alone', async () => {
  let asked = 0;
  const server = await serverOf((_, response) => {
    asked += 1;
    response.writeHead(500).end();
  });
  const draw = createServerDrawer(server);
  for (let time = 0; time < 5; time += 1) await expect(draw(picture())).rejects.toThrow();
  expect(asked).toBe(3);
});
