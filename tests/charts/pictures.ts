import { type ChartPicture, chartConfig } from '../../src/charts/config.js';
import type { Result } from '../../src/kpi/result.js';

/** The picture of a result that has one. */
export function pictureOf(result: Result): ChartPicture {
  const picture = chartConfig(result);
  if (!picture) throw new Error('no picture');
  return picture;
}

export function optionsOf(result: Result) {
  const { options } = pictureOf(result).config;
  if (!options) throw new Error('no options');
  return options;
}

export function datasetsOf(result: Result) {
  return pictureOf(result).config.data.datasets;
}

/** Lines break between its parts. */
export function subtitleOf(result: Result): string {
  return [optionsOf(result).plugins?.subtitle?.text].flat().join(' · ');
}

/** The labels of one axis that are not empty, in order. */
export function textsOf(result: Result, axis: string): string[] {
  const labels: unknown = Object(optionsOf(result).scales?.[axis]).labels;
  return Array.isArray(labels) ? labels.flat().filter((label) => label !== '') : [];
}

/** The same of all axes whose id begins so. */
export function textsAlong(result: Result, prefix: string): string[] {
  const ids = Object.keys(optionsOf(result).scales ?? {}).filter((id) => id.startsWith(prefix));
  return ids.flatMap((id) => textsOf(result, id));
}
