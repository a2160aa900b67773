import { describe, expect, it } from 'vitest';
import { sideLabels } from '../../src/charts/labels.js';

describe('labels at the side of bars', () => {
  const figures = [['Test 15,303 ·', 'Production 16,261']];

  it('have a dot between two figures in one line', () => {
    expect(sideLabels(figures, 400)).toEqual([['Test 15,303 · Production 16,261']]);
  });

  it('have none where each has a line of its own', () => {
    expect(sideLabels(figures, 150)).toEqual([['Test 15,303', 'Production 16,261']]);
  });
});
