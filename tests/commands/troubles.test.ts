import { describe, expect, it } from 'vitest';
import { troublesOf } from '../../src/commands/troubles.js';
import type { FeedStatus } from '../../src/model/index.js';
import { ago, ahead, NOW, statusOf, troubleOf } from './statuses.js';

const said = (...statuses: FeedStatus[]) => troublesOf(statuses, { now: NOW, maxAge: 10_000 });
const PRODUCT = { id: 'product', table: 'product', environment: null } as const;
const PRODUCTION = { id: 'production', environment: 'production' } as const;

describe('a note', () => {
  it('is not needed where all is well, nor while what is young is looked at once more', () => {
    expect(said(statusOf(), statusOf({ refreshing: true }), statusOf({ asOf: null }))).toEqual([]);
  });

  it('says why a refresh failed, how old the figures are, and when it is tried again', () => {
    expect(said(statusOf({ asOf: ago(720), trouble: troubleOf('unreachable', 60), nextTry: ahead(40) }))).toEqual([
      'erp (stock, test) could not be refreshed: the server cannot be reached; its figures are of 12 min ago (11:48 UTC), tried at 11:59 UTC, next try in 40 s.',
    ]);
    expect(said(statusOf({ asOf: ago(90_000), trouble: troubleOf('unreachable', 0), nextTry: ahead(300) }))).toEqual([
      'erp (stock, test) could not be refreshed: the server cannot be reached; its figures are of 1 d ago (2026-03-09 11:00 UTC), tried at 12:00 UTC, next try at 12:05 UTC.',
    ]);
    expect(said(statusOf({ asOf: ago(60), trouble: troubleOf('no-right', 30), refreshing: true }))).toEqual([
      'erp (stock, test) could not be refreshed: the login has no right to read this; its figures are of 1 min ago (11:59 UTC), tried at 11:59 UTC, and again now.',
    ]);
  });

  it('says that a read goes on after the budget', () => {
    expect(said(statusOf({ asOf: ago(30), refreshing: true }))).toEqual([
      'erp (stock, test) is still being refreshed; its figures are of 30 s ago (11:59 UTC).',
    ]);
  });

  it('names the tables of a source that is down together, and of many only the one that is bad', () => {
    const down = { asOf: ago(60), trouble: troubleOf('unreachable', 3) };
    const tables = [statusOf({ feed: PRODUCT, ...down }), statusOf(down), statusOf({ feed: PRODUCTION, ...down })];
    expect(said(...tables)).toEqual([
      expect.stringMatching(/^erp \(product; stock, test; stock, production\) could not be refreshed: the server/),
    ]);
    const one = statusOf({ feed: PRODUCTION, asOf: ago(60), trouble: troubleOf('no-column', 3) });
    expect(said(statusOf({ feed: PRODUCT }), statusOf(), one)).toEqual([
      expect.stringMatching(/^erp \(stock, production\) could not be refreshed: a mapped column is not there;/),
    ]);
  });

  it('tells tables of one environment apart by their names in the source', () => {
    const east = { id: 'east', from: 'dbo.east' };
    expect(said(statusOf({ feed: east, trouble: troubleOf('no-right', 3) }), statusOf())).toEqual([
      expect.stringMatching(/^erp \(stock dbo\.east, test\) could not be refreshed/),
    ]);
  });

  it('says what was never read, and what is being read for the first time', () => {
    expect(said(statusOf({ asOf: null, trouble: troubleOf('login-refused', 2), nextTry: ahead(3) }))).toEqual([
      'erp (stock, test) has never been read: the server refused the login; tried at 11:59 UTC, next try in 3 s.',
    ]);
    expect(said(statusOf({ asOf: null, refreshing: true }))).toEqual([
      'erp (stock, test) is being read for the first time.',
    ]);
  });

  it('says that the state of today could not be recorded', () => {
    expect(said(statusOf({ unrecorded: troubleOf('failed', 3) }))).toEqual([
      'erp (stock, test) could not be recorded as it is today; its figures are right.',
    ]);
  });

  it('gives no age to what is of the future, because the clock was set back', () => {
    expect(said(statusOf({ asOf: ahead(3600), trouble: troubleOf('interrupted', 0) }))).toEqual([
      expect.stringContaining('its figures are of 0 ms ago (13:00 UTC)'),
    ]);
  });
});
