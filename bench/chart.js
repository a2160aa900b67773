import { withChart } from '../dist/charts/canvas.js';
import { chartConfig } from '../dist/charts/config.js';
import { createChartDrawer } from '../dist/charts/draw.js';
import { milliseconds, ratios } from './measure.js';

const RUNS = 40;
const WARM_UP = 5;

/**
 * From result to PNG, thread and all, against the same drawing with the canvas' own PNG encoder in this
 * thread.
 *
 * @returns {Promise<readonly import('./measure.js').Finding[]>}
 */
export async function benchChart() {
  const drawer = createChartDrawer({ workers: 1 });
  const ours = [];
  const plain = [];
  try {
    for (let run = -WARM_UP; run < RUNS; run += 1) {
      const mine = await milliseconds(() => drawer.draw(RESULT));
      const other = await milliseconds(drawPlainly);
      if (run < 0) continue;
      ours.push(mine);
      plain.push(other);
    }
  } finally {
    await drawer.close();
  }
  return ratios('chart ÷ canvas encoder', ours, plain, 0.7);
}

async function drawPlainly() {
  const picture = chartConfig(RESULT);
  if (picture) await withChart(picture, (drawn) => drawn.encode('png'));
}

/**
 * Six categories in two environments: the chart that people ask for most.
 *
 * @type {import('../src/kpi/result.js').Result}
 */
const RESULT = {
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
