import type { Environment } from './result.js';

/** Key of a measure of one environment: prefixed with it where both are shown beside each other. */
export const measureKey = (key: string, environment: Environment, shown: readonly Environment[]): string =>
  shown.length === 1 ? key : key === 'quantity' ? environment : `${environment}_${key}`;

export const quantityKey = (environment: Environment, shown: readonly Environment[]): string =>
  measureKey('quantity', environment, shown);
