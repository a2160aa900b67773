import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ChartDrawer, type ChartDrawerOptions, createChartDrawer } from '../../src/charts/draw.js';
import { decoded } from './pixels.js';
import { resultOf, sharesResult, totalResult, varianceResult, varianceRow } from './results.js';
import { SERVED_PNG, serverOf } from './server.js';

const DIST = new URL('../../dist/charts/', import.meta.url);
const WORKER = new URL('worker.js', DIST);
const VARIANCE = varianceResult([
  varianceRow('Electronics', 14862, 16066),
  varianceRow('Łódź Привет Ελλάδα', 9120, 9120),
]);

function drawerOf(options: Partial<ChartDrawerOptions> = {}): ChartDrawer {
  const drawer = createChartDrawer({ workers: 1, workerUrl: WORKER, ...options });
  onTestFinished(() => drawer.close());
  return drawer;
}

describe('in worker threads', () => {
  let shared: ChartDrawer;
  beforeAll(() => {
    shared = createChartDrawer({ workers: 2, workerUrl: WORKER });
  });
  afterAll(() => shared.close());

  test('a result becomes a PNG of twice its size, opaque, with the bars of both environments', async () => {
    const picture = await decoded(await shared.draw(VARIANCE));
    expect(picture.width).toBe(1600);
    expect(picture.count('d55e00ff')).toBeGreaterThan(10_000);
    expect(picture.count('0072b2ff')).toBeGreaterThan(10_000);
    expect(picture.count('ffffffff')).toBeGreaterThan((picture.width * picture.height) / 2);
    expect([...picture.colours.keys()].every((colour) => colour.endsWith('ff'))).toBe(true);
  });

  test('bars are as long as their values', async () => {
    const picture = await decoded(await shared.draw(varianceResult([varianceRow('A', 500, 1000)])));
    expect(picture.count('0072b2ff') / picture.count('d55e00ff')).toBeCloseTo(2, 1);
  });

  test('an environment that is not asked for is not drawn', async () => {
    const picture = await decoded(await shared.draw(totalResult([['Storage', 1200]])));
    expect(picture.count('0072b2ff')).toBeGreaterThan(10_000);
    expect(picture.count('d55e00ff')).toBe(0);
  });

  test('shares are drawn in the colours of segments', async () => {
    const picture = await decoded(
      await shared.draw(
        sharesResult([
          ['A', 30, 10],
          ['B', 10, 30],
        ]),
      ),
    );
    expect(picture.count('332288ff') / picture.count('88cceeff')).toBeCloseTo(1, 1);
  });

  test('a result without a hint has no picture, one without rows has words', async () => {
    expect(await shared.draw(resultOf({ chart: null }))).toBeNull();
    const picture = await decoded(await shared.draw(varianceResult([])));
    expect(picture.colours.size).toBeGreaterThan(10);
  });

  test('20 at once', async () => {
    const pictures = await Promise.all(Array.from({ length: 20 }, () => shared.draw(VARIANCE)));
    expect(new Set(pictures.map((png) => Buffer.from(png ?? []).toString('base64'))).size).toBe(1);
  });

  test('a typical picture is small enough for a chat', async () => {
    const rows = ['Electronics', 'Accessories', 'Storage', 'Networking', 'Peripherals', 'Desktop'].map((name, index) =>
      varianceRow(name, 1000 + index * 17, 1200 - index * 13),
    );
    expect((await shared.draw(varianceResult(rows)))?.length).toBeLessThan(150_000);
  });
});

test('beyond the queue a chart is refused', async () => {
  const drawer = drawerOf({ queue: 2 });
  const charts = Array.from({ length: 5 }, (_, at) => drawer.draw({ ...VARIANCE, title: `Variance ${at}` }));
  const outcomes = await Promise.allSettled(charts);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(outcomes[4]).toMatchObject({ reason: new Error('too many charts waiting') });
});

test('the same picture wanted by many is drawn once, and again after a failure', async () => {
  const script = `import { parentPort } from 'node:worker_threads';
    let drawn = 0;
    parentPort.on('message', () => parentPort.postMessage(++drawn === 1 ? { error: new Error('no canvas') } : { png: drawn }));`;
  const drawer = drawerOf({ workerUrl: new URL(`data:text/javascript,${encodeURIComponent(script)}`) });
  await expect(drawer.draw(VARIANCE)).rejects.toThrow('no canvas');
  expect(await Promise.all([drawer.draw(VARIANCE), drawer.draw(VARIANCE)])).toEqual([2, 2]);
  expect(await drawer.draw(VARIANCE)).toBe(2);
  expect(await drawer.draw({ ...VARIANCE, title: 'Another' })).toBe(3);
});

test('after close nothing is drawn', async () => {
  const drawer = drawerOf();
  const unfinished = Promise.allSettled([drawer.draw(VARIANCE), drawer.draw(VARIANCE)]);
  await drawer.close();
  expect(await unfinished).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  await expect(drawer.draw(VARIANCE)).rejects.toThrow('Tally is stopping');
});

test('what goes wrong while drawing is what the caller gets', async () => {
  const script = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => parentPort.postMessage({ error: new Error('no canvas') }));`;
  const drawer = drawerOf({ workerUrl: new URL(`data:text/javascript,${encodeURIComponent(script)}`) });
  await expect(drawer.draw(VARIANCE)).rejects.toThrow('no canvas');
});

test('an idle drawer does not keep the process alive', async () => {
  const script = `
    import { createChartDrawer } from ${JSON.stringify(new URL('draw.js', DIST).href)};
    const png = await createChartDrawer({ workers: 2 }).draw(${JSON.stringify(VARIANCE)});
    console.log(png.length > 1000);
  `;
  const ended = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
  expect(ended.stdout).toBe('true\n');
});

describe('with a QuickChart server', () => {
  test('it draws instead', async () => {
    const quickchart = await serverOf((_, response) => response.end(SERVED_PNG));
    const errors: unknown[] = [];
    const drawer = drawerOf({ quickchart, onFallback: (error) => errors.push(error) });
    expect(Buffer.from((await drawer.draw(VARIANCE)) ?? [])).toEqual(SERVED_PNG);
    expect(errors).toEqual([]);
  });

  test('if it fails, the chart is drawn here and the reason reported', async () => {
    const quickchart = await serverOf((_, response) => response.writeHead(500).end());
    const errors: unknown[] = [];
    const drawer = drawerOf({ quickchart, onFallback: (error) => errors.push(error) });
    expect((await decoded(await drawer.draw(VARIANCE))).width).toBe(1600);
    expect(errors).toEqual([new Error('the QuickChart server answered 500: Internal Server Error')]);
  });

  test('a caller who gives up is not served from here', async () => {
    const quickchart = await serverOf(() => {});
    const errors: unknown[] = [];
    const drawer = drawerOf({ quickchart, onFallback: (error) => errors.push(error) });
    await expect(drawer.draw(VARIANCE, AbortSignal.timeout(50))).rejects.toThrow('timeout');
    expect(errors).toEqual([]);
  });
});
