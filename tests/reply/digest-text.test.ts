import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { digestText } from '../../src/reply/digest-text.js';
import { DIGEST, part, QUIET, UNSURE } from './digest-fixture.js';

const paper = (width: number, colour = false) => ({ width, colour, rows: 50 });

describe('a digest in a terminal', () => {
  it.each([80, 60])('%i columns wide', async (width) => {
    const text = digestText(DIGEST, paper(width));
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/digest-${width}.txt`);
  });

  it('is no wider than the terminal', () => {
    const body = digestText(DIGEST, paper(60)).split('\n');
    expect(body.map((line) => stringWidth(line)).filter((width) => width > 60)).toEqual([]);
  });

  it('paints a change by whether it is better, and none that is neither', () => {
    const text = digestText(DIGEST, paper(100, true));
    expect(text).toContain('\u001b[31mworse by 3.1 points\u001b[39m');
    expect(text).toContain('\u001b[32mbetter by 0.5 points\u001b[39m');
    expect(text).not.toContain('m▲ 240 units');
  });

  it('is its headline on a quiet day, and a line of what that is of', () => {
    expect(digestText(QUIET, paper(100)).split('\n')).toEqual([
      'All 8 categories are within tolerance',
      '  Stock digest, Sun 22 Nov · Test and Production through Sat 21 Nov; read Sun 22 Nov, 07:00 UTC.',
    ]);
  });

  it('shows the variance and why a category is out however narrow it is, and no notice of what is left out', () => {
    const text = digestText(DIGEST, paper(80));
    expect(text).toMatch(/Category +Variance % +.*Why +Out since/);
    expect(text).not.toContain('Not shown');
  });

  it('begins with what makes it unsure', () => {
    expect(digestText(UNSURE, paper(80)).split('\n').slice(1, 3)).toEqual([
      '! erp.product is being loaded',
      'Production stock is of 19 Nov: shop has not been read for 2 days',
    ]);
  });

  it('steers no terminal', () => {
    const text = digestText({ ...DIGEST, sections: [part('movers', 'Movers', ['\u001b[31mLamp\u0007'])] }, paper(80));
    expect(text).toContain('\ufffd[31mLamp\ufffd');
    expect(text).not.toContain('\u001b');
  });
});
