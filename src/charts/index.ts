/**
 * Result → Chart.js configuration → PNG. `chartConfig` is pure; `createChartDrawer` draws in worker threads or on a
 * QuickChart server. For whoever has a result to show; knows no chat. The tests compare configurations with
 * golden files, and look for the series' colours in what a real thread has drawn.
 */
export { type ChartConfig, type ChartPicture, chartConfig } from './config.js';
export { type ChartDrawer, type ChartDrawerOptions, createChartDrawer } from './draw.js';
