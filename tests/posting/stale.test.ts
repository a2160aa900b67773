import { describe, expect, it } from 'vitest';
import { saysOf } from '../support/reading.js';
import { DAY } from './clock.js';
import { ANN, COMPANY, drifted, EVEN, GENERAL, QUIET } from './company.js';
import { type Posting, posting } from './posted.js';

const EIGHT = '2026-03-09T08:00:00Z';
const settings = `digests: [{ name: morning, owner: ${ANN}, at: daily 08:00, channel: ${GENERAL}, quiet: nothing }]`;

/** All that the latest digest says. */
function latest({ posts }: Posting): string {
  const digest = posts(GENERAL).at(-1);
  if (!digest) throw new Error('Nothing was posted');
  return `${digest.text}\n${saysOf(digest)}`;
}

describe('a digest over a source', () => {
  it('that cannot be read begins with that, and calls its figures by when they were true', async () => {
    const tally = await posting({ settings });
    tally.put({ 'production.csv': null });
    await tally.to(EIGHT);
    const digest = latest(tally);
    expect(digest).toMatch(/^there .*no such file/);
    expect(digest).toContain('Production total, as of Mon 9 Mar, 07:00');
    expect(digest).not.toContain('vs yesterday');
  });

  it('that can be read again says nothing of it', async () => {
    const tally = await posting({ settings });
    tally.put({ 'production.csv': null });
    await tally.to(EIGHT);
    tally.put(drifted({ ...QUIET, '2026-03-10': EVEN }));
    await tally.later(DAY);
    expect(tally.posts(GENERAL)).toHaveLength(1);
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'quiet' }, { state: 'sent' }]);
  });

  it('that was never read compares nothing, and is set against by nothing', async () => {
    const { 'production.csv': _, ...files } = COMPANY.files;
    const tally = await posting({ settings, company: { files } });
    await tally.to(EIGHT);
    const digest = latest(tally);
    expect(digest).toMatch(/^Stock of Production in there has never been read.*Nothing can be compared/);
    expect(digest).not.toContain('Production total');
    expect(await tally.deliveries(1)).toMatchObject([{ state: 'sent', record: null }]);
  });

  it('whose rows end a day earlier is of the latest day of both, and says so', async () => {
    const told = settings.replace('nothing', 'line');
    const tally = await posting({ settings: told, at: '2026-03-10T07:00:00Z' });
    tally.put({ 'test.csv': drifted({ ...QUIET, '2026-03-10': EVEN })['test.csv'] ?? '' });
    await tally.to('2026-03-10T08:00:00Z');
    expect(latest(tally)).toMatch(/^Both categories within tolerance/);
    expect(latest(tally)).toContain('As of Mon 9 Mar, the latest day of both; Test goes through Tue 10 Mar');
  });
});
