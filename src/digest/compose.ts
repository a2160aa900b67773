import { cardsOf } from './cards.js';
import { categoriesSection } from './categories.js';
import type { Circumstances, Earlier } from './circumstances.js';
import { costsSection } from './costs.js';
import { dayName } from './days.js';
import type { Digest, EarlierMoment, Mood } from './digest.js';
import { detailsOf, overallChart } from './drawn.js';
import type { Against, Figures } from './figures.js';
import { findingsSection } from './findings.js';
import { freshnessOf } from './freshness.js';
import { headlineOf } from './headline.js';
import { fullList, moversSection, oneSidedSection } from './items.js';
import { backOf, outOf, worstCosts } from './judge.js';
import { resolvedSection } from './resolved.js';

/** Makes words and rows of figures. Earlier ones are judged by the tolerances of now. */
export function compose(figures: Figures, earlier: Earlier, circumstances: Circumstances): Digest {
  const { previous } = earlier;
  const comparable = circumstances.known.size === 2;
  const out = comparable ? outOf(figures, circumstances.tolerances) : [];
  const costs = comparable ? worstCosts(figures.costs ?? []) : [];
  const back = comparable ? backOf(figures, previous, circumstances.tolerances) : [];
  const said = { figures, previous, out, costs, back };
  const { question, at, warnings, notes, asOf, dataThrough, currency, narrowing } = circumstances;
  const findings = findingsSection(figures.findings ?? [], previous, circumstances);
  const sections = comparable
    ? [
        categoriesSection(said, circumstances),
        moversSection(figures, previous, circumstances),
        oneSidedSection('production', figures, previous, circumstances),
        oneSidedSection('test', figures, previous, circumstances),
        costsSection(costs, figures, circumstances),
        resolvedSection(figures, previous, circumstances),
        findings,
      ]
    : [findings];
  const day = dayName(figures.day, circumstances.today);
  return {
    question,
    title: `Environment variance · ${day}${narrowing === null ? '' : ` · ${narrowing}`}`,
    headline: headlineOf(said, circumstances),
    mood: moodOf(warnings.length > 0 || !comparable, out.length + costs.length > 0),
    at,
    day: figures.day,
    freshness: freshnessOf(figures.day, circumstances),
    previous: previous?.of ?? null,
    weekAgo: earlier.weekAgo?.of ?? null,
    earlier: { previous: momentOf(previous), weekAgo: momentOf(earlier.weekAgo) },
    cards: cardsOf(figures, earlier, circumstances),
    sections: sections.filter((section) => section !== null),
    warnings,
    notes,
    asOf,
    dataThrough,
    currency,
    chart: comparable ? overallChart(figures, out, circumstances) : null,
    full: fullList(comparable ? figures : { ...figures, items: [] }, previous, circumstances),
    details: comparable ? detailsOf(figures, out, circumstances) : [],
  };
}

const momentOf = (against: Against | null): EarlierMoment | null =>
  against && { day: against.figures.day, at: against.at };

const moodOf = (unsure: boolean, alarming: boolean): Mood => (unsure ? 'unsure' : alarming ? 'alarming' : 'quiet');
