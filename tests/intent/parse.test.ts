import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/intent/intent.js';
import { mistaken, understood } from './asked.js';
import { PLAIN_WORDS } from './words.js';

describe('what is understood', () => {
  it.each<[string, Partial<Intent>]>([
    ['', { kpi: 'overview' }],
    ['variance electronics', { kpi: 'variance', filters: [{ dimension: 'category', value: 'Electronics' }] }],
    ['ELECTRONICS   variance', { kpi: 'variance', filters: [{ dimension: 'category', value: 'Electronics' }] }],
    ['variance office  supplies', { filters: [{ dimension: 'category', value: 'Office Supplies' }] }],
    ['variance mobel', { filters: [{ dimension: 'category', value: 'Möbel' }] }],
    ['variances', { kpi: 'variance' }],
    ['differences', { kpi: 'variance' }],
    [
      'what is the availability of electronics?',
      { kpi: 'availability', filters: [{ dimension: 'category', value: 'Electronics' }] },
    ],
    ['show me the stock levels please', { kpi: 'total' }],
    ['how much stock do we have', { kpi: 'overview' }],
    ['kpi:cost', { kpi: 'cost' }],
    ['electronics', { kpi: 'overview', filters: [{ dimension: 'category', value: 'Electronics' }] }],
    ['total as a chart', { as: 'chart' }],
    ['total as csv as csv', { as: 'csv' }],
  ])('%s', (text, intent) => {
    expect(understood(text)).toMatchObject(intent);
  });

  it.each<[string, Partial<Intent>]>([
    ['in test', { kpi: 'total', environment: 'test' }],
    ['total in prod', { environment: 'production' }],
    ['total production', { environment: 'production' }],
    ['total in the test environment', { environment: 'test' }],
    ['compare environment:test', { kpi: 'compare', environment: 'test' }],
    ['test vs production', { kpi: 'compare' }],
    ['prod vs test', { kpi: 'compare' }],
  ])('an environment: %s', (text, intent) => {
    expect(understood(text, PLAIN_WORDS)).toMatchObject({ filters: [], ...intent });
  });

  it('both environments are no environment', () => {
    expect(understood('total in test and production', PLAIN_WORDS)).toEqual({ kpi: 'total', filters: [] });
  });

  it('words in any order are the same question', () => {
    const parts = ['variance', 'electronics', 'by sku', 'top 5', 'in test', 'last week', 'as csv'];
    const intent = understood(parts.join(' '));
    expect(intent).toEqual({
      kpi: 'variance',
      filters: [{ dimension: 'category', value: 'Electronics' }],
      by: ['sku'],
      limit: { end: 'top', count: 5 },
      environment: 'test',
      period: { kind: 'last', count: 1, unit: 'week' },
      as: 'csv',
    });
    for (let turn = 1; turn < parts.length; turn++) {
      expect(understood([...parts.slice(turn), ...parts.slice(0, turn)].join(' '))).toEqual(intent);
    }
  });
});

it('refuses a question of more than 2000 characters', () => {
  expect(mistaken('x'.repeat(3000)).code).toBe('too-long');
});
