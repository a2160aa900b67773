import { ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { BACKGROUND } from './palette.js';
import { type ChartPicture, DEVICE_PIXEL_RATIO } from './picture.js';

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** Draws a picture as PNG; rejects with the reason why it could not. */
export type ServerDrawer = (picture: ChartPicture, signal?: AbortSignal) => Promise<Uint8Array>;

/**
 * Has a QuickChart server draw. A picture rejects when the server cannot be reached, redirects (figures go nowhere
 * else), has not answered in full within `patience` ms, or answers anything but a PNG. After three failures in
 * a row the server is left alone for half a minute, so that not every answer waits for a server that hangs.
 */
export function createServerDrawer(server: string, patience = 5_000): ServerDrawer {
  const failures = handleWhen((error) => error.name !== 'AbortError');
  const breaker = circuitBreaker(failures, { halfOpenAfter: 30_000, breaker: new ConsecutiveBreaker(3) });
  const url = `${server.replace(/\/+$/, '')}/chart`;
  return (picture, signal) => breaker.execute(async () => post(url, await requestOf(picture), patience, signal));
}

/** Node's own fetch and not quickchart-js' `toBinary`, which has no time limit, cannot be aborted and follows redirects. */
async function post(url: string, request: object, patience: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const limit = AbortSignal.timeout(patience);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) {
    const reason = response.headers.get('x-quickchart-error') ?? response.statusText;
    throw new Error(`the QuickChart server answered ${response.status}: ${reason}`);
  }
  if (body.toString('hex', 0, PNG_SIGNATURE.length / 2) !== PNG_SIGNATURE) {
    throw new Error('the QuickChart server answered something that is not a PNG');
  }
  return body;
}

async function requestOf(picture: ChartPicture) {
  // Loaded on demand, because its node-fetch has newer versions of Node warn of a deprecated module.
  const loaded = await import('quickchart-js');
  // The package's types describe its CommonJS build, in which the class lies one `default` deeper.
  const QuickChart = loaded.default as unknown as typeof loaded.default.default;
  return (
    new QuickChart()
      // As a string, because the package makes code of any text in an object that looks like its own markers.
      .setConfig(JSON.stringify(picture.config))
      .setVersion('4')
      .setFormat('png')
      .setWidth(picture.width)
      .setHeight(picture.height)
      .setDevicePixelRatio(DEVICE_PIXEL_RATIO)
      .setBackgroundColor(BACKGROUND)
      .getPostData()
  );
}
