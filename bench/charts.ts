import type * as canvas from '../src/charts/canvas.js';
import type * as config from '../src/charts/config.js';
import type * as draw from '../src/charts/draw.js';
import type { Result } from '../src/kpi/result.js';

const RUNS = 40;
const WARM_UP = 5;

export interface ChartsBench {
  readonly name: string;
  /** Median milliseconds of a chart from `createChartDrawer`, thread and all. */
  readonly ours: number;
  /** Median milliseconds of the same drawing with the canvas' own PNG encoder, in this thread. */
  readonly baseline: number;
  readonly ratio: number;
}

/** What a chart costs from result to PNG, against drawing it and `canvas.encode('png')`. Wants a built `dist/`. */
export async function benchCharts(): Promise<ChartsBench> {
  const { createChartDrawer } = await built<typeof draw>('draw.js');
  const { chartConfig } = await built<typeof config>('config.js');
  const { drawPicture } = await built<typeof canvas>('canvas.js');
  const drawer = createChartDrawer({ workers: 1 });
  const ours: number[] = [];
  const baseline: number[] = [];
  try {
    for (let run = -WARM_UP; run < RUNS; run += 1) {
      const mine = await milliseconds(() => drawer.draw(RESULT));
      const plain = await milliseconds(async () => {
        const picture = chartConfig(RESULT);
        if (picture) await drawPicture(picture, (drawn) => drawn.encode('png'));
      });
      if (run < 0) continue;
      ours.push(mine);
      baseline.push(plain);
    }
  } finally {
    await drawer.close();
  }
  const [mine, plain] = [median(ours), median(baseline)];
  return { name: 'chart: result to PNG', ours: mine, baseline: plain, ratio: mine / plain };
}

function built<Module>(file: string): Promise<Module> {
  return import(new URL(`../dist/charts/${file}`, import.meta.url).href);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Six categories in two environments: the chart that people ask for most. */
const RESULT: Result = {
  question: '/stock variance by category',
  kpi: 'variance',
  title: 'Stock variance by category',
  headline: '',
  layout: 'table',
  columns: [
    { key: 'category', label: 'Category', unit: 'text', role: 'dimension' },
    { key: 'test', label: 'Test', unit: 'units', role: 'measure' },
    { key: 'production', label: 'Production', unit: 'units', role: 'measure' },
    { key: 'variance', label: 'Variance', unit: 'units', role: 'measure', signed: true },
    { key: 'variance_pct', label: 'Variance %', unit: 'percent', role: 'measure', signed: true },
  ],
  rows: ['Electronics', 'Accessories', 'Storage', 'Networking', 'Peripherals', 'Desktops'].map((category, index) => ({
    category,
    test: String(14_000 - index * 2_000),
    production: String(14_000 - index * 1_900),
    variance: String(index * 100),
    variance_pct: index * 1.1,
  })),
  others: null,
  totals: null,
  asOf: [{ source: 'erp', environment: 'test', at: '2026-11-21T10:32:41.120Z' }],
  dataThrough: [{ source: 'erp', environment: 'test', date: '2026-11-20' }],
  notes: [],
  chart: {
    kind: 'grouped',
    category: 'category',
    series: ['test', 'production'],
    difference: ['variance', 'variance_pct'],
  },
  currency: '$',
};
