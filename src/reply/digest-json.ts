import type { Digest, DigestSection } from '../digest/digest.js';
import { toJson } from './json.js';

/** A digest as one JSON object: what it says in words, and each part with all of its rows, numbers as in an answer. */
export function digestJson(digest: Digest) {
  return {
    question: digest.question,
    title: digest.title,
    headline: digest.headline,
    mood: digest.mood,
    at: digest.at,
    day: digest.day,
    freshness: digest.freshness,
    previous: digest.previous,
    weekAgo: digest.weekAgo,
    earlier: digest.earlier,
    cards: digest.cards,
    sections: digest.sections.map(sectionJson),
    items: toJson(digest.full),
    currency: digest.currency,
    asOf: digest.asOf,
    dataThrough: digest.dataThrough,
    warnings: digest.warnings,
    notes: digest.notes,
  };
}

const sectionJson = ({ result, ...section }: DigestSection) => ({
  ...section,
  result: result === null ? null : toJson(result),
});
