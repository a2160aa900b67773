import { freshness } from '../reply/cells.js';
import type { Desk } from './desk.js';
import { sayFailure } from './failure.js';
import { answer, COMMANDS } from './index.js';
import type { Result } from './reply.js';

/** What a chat’s start page shows to one person. */
export interface Home {
  /** Headline figures; null where there are none, or they are not open to this person. */
  readonly cards: Result | null;
  /** A line for each source, when it was asked and through which date it goes; then what else must be known. */
  readonly freshness: readonly string[];
  /** Why there are no figures, for the person to read; null when all is well. */
  readonly trouble: string | null;
  /** Questions. */
  readonly examples: readonly string[];
}

/** Never rejects: a page that cannot show figures says why. */
export async function homeOf(desk: Desk): Promise<Home> {
  const [subject] = COMMANDS;
  if (!subject) throw new Error('No command');
  try {
    const figures = await answer(`/${subject.name}`, desk);
    const help = await answer(`/${subject.name} help`, desk);
    const cards = figures.kind === 'result' ? figures.result : null;
    return {
      cards,
      freshness: cards ? [...freshness(cards), ...cards.notes] : [],
      trouble: figures.kind === 'mistake' ? figures.mistake.message : null,
      examples: help.kind === 'help' ? help.help.examples : [],
    };
  } catch (error) {
    return { cards: null, freshness: [], trouble: sayFailure(error), examples: [] };
  }
}
