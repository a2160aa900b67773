import type { Subject } from '../../src/alerts/told.js';

/** Of an alert about the variance of products in per cent. */
export const SUBJECT: Subject = {
  question: '/stock variance by product over 5%',
  title: 'Stock variance by product',
  about: 'Variance %',
  limit: 'beyond ±5 %',
  is: 'over',
  unit: 'percent',
  signed: true,
  baseUnit: 'units',
  currency: '$',
  many: 'products',
  asOf: [{ source: 'erp', environment: 'test', at: '2026-03-10T12:00:00.000Z' }],
  dataThrough: [{ source: 'erp', environment: 'test', date: '2026-03-10' }],
  notes: ['1 accepted difference is left out.'],
  rights: '[]',
};
