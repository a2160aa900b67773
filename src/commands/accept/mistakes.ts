import { Mistakes, spellings } from '../../intent/mistakes.js';
import { qualified } from '../../intent/quoting.js';
import { type Place, Stop } from '../../intent/stop.js';
import { type Token, textOf } from '../../intent/tokens.js';
import { type Candidate, fold, type Vocabulary } from '../../intent/vocabulary.js';
import type { AcceptText, Named, Verb } from './text.js';
import { isDay, proposed } from './until.js';

/** Words of a name that is not known, at most. */
const RUN = 4;
const RENDERINGS = ['table', 'csv'] as const;
const USABLE = ['sku', 'product', 'warehouse'];
const ITEM = 'a sku, or a product name for all its skus';

/** Builds the mistakes of one text: quotes it, says where, and what is allowed there. */
export class AcceptMistakes {
  private readonly mistakes: Mistakes;

  constructor(
    private readonly verb: Verb,
    text: string,
    private readonly tokens: readonly Token[],
    private readonly words: Vocabulary,
    private readonly today: string,
  ) {
    this.mistakes = new Mistakes(text, tokens, words);
  }

  /** The one that is meant; of a sku and a product of the same rows the sku. Throws where there is none, or are several. */
  oneOf(found: readonly Candidate[], place: Place): Candidate {
    const usable = found.filter(({ dimension }) => USABLE.includes(dimension));
    const first = usable.find(({ dimension }) => dimension === 'sku') ?? usable[0];
    if (!first) throw this.notAnItem(found, place);
    if (new Set(usable.map(({ selects }) => selects)).size > 1) throw this.mistakes.ambiguous(place, spellings(usable));
    return first;
  }

  /** The way to show a list that stands here. */
  rendering(at: number): AcceptText['as'] {
    const token = this.tokens[at];
    const found = RENDERINGS.find((rendering) => token && rendering === fold(token.text));
    if (!found) throw this.mistakes.notOneOf('a way to show it', 'as', RENDERINGS, { at });
    return found;
  }

  /** `reasonable`: whether a reason could stand there. */
  notKnown(at: number, reasonable: boolean): Stop {
    const text = this.tokens[at]?.text ?? '';
    if (isDay(text) && this.verb === 'accept') {
      const choice = `until ${text}`;
      return this.mistakes.stop('unknown', `“${text}” is no item. Did you mean ${choice}?`, { at }, [choice]);
    }
    const { length, near } = this.nearestRun(at);
    const choices = near.map(({ dimension, value }) => qualified(dimension, value));
    const asked = choices.length > 0 ? ` Did you mean ${choices.join(' or ')}?` : '';
    const hint = this.verb === 'accept' && reasonable ? ' A reason stands in quotes.' : '';
    const message = `“${short(textOf(this.tokens, at, length))}” is no sku and no product name.${asked}${hint}`;
    return this.mistakes.stop('unknown', message, { at, length }, choices);
  }

  itemMissing(): Stop {
    const what = this.verb === 'accept' ? 'is accepted' : 'is taken back';
    const stop = this.mistakes.stop('incomplete', `Say what ${what}: ${ITEM}.`, { at: this.tokens.length });
    return instead(stop, '/stock accepted');
  }

  unknownValue(dimension: string, at: number): Stop {
    return this.mistakes.unknownValue(dimension, at);
  }

  notToAcceptBy(qualifier: string, at: number): Stop {
    return this.mistakes.stop('unknown', `“${short(qualifier)}” names no item: ${USABLE.join(', ')}.`, { at });
  }

  noWarehouse(at: number): Stop {
    const token = this.tokens[at];
    if (!token) return this.mistakes.stop('incomplete', 'After “in” comes a warehouse.', { at: at - 1 });
    const isEnvironment = ['test', 'production', 'prod'].includes(fold(token.text));
    if (!isEnvironment || token.quoted) return this.unknownValue('warehouse', at);
    const message =
      'A difference is between both environments and is not accepted in one. After “in” comes a warehouse.';
    return this.mistakes.stop('conflict', message, { at });
  }

  noEnd(message: string, place: Place, meant = proposed(this.today)): Stop {
    return this.mistakes.stop('unknown', message, place, [`until ${meant}`]);
  }

  noReason(at: number): Stop {
    return this.mistakes.stop('incomplete', 'After “because” comes the reason.', { at });
  }

  reasonTooLong(length: number, most: number, place: Place): Stop {
    return this.mistakes.stop('too-long', `The reason has ${length} characters; at most ${most} are kept.`, place);
  }

  /** What only `accept` takes. */
  notHere(keyword: string, at: number): Stop {
    const message = `“${keyword}” says nothing here: ${this.verb} takes items, and “in” with a warehouse.`;
    return this.mistakes.stop('unknown', message, { at });
  }

  twice(message: string, at: number): Stop {
    return this.mistakes.stop('conflict', message, { at });
  }

  private notAnItem([first]: readonly Candidate[], place: Place): Stop {
    if (!first) return this.notKnown(place.at, false);
    const { dimension, value } = first;
    const message = `“${value}” is a ${dimension}. What is accepted is an item, not all that a ${dimension} has or will have: ${ITEM}.`;
    return instead(
      this.mistakes.stop('refused', message, place),
      `/stock variance ${qualified(dimension, value)} by sku`,
    );
  }

  /** How many words from here are most like an item; a longer run only when it is nearer. */
  private nearestRun(at: number): { readonly length: number; readonly near: readonly Named[] } {
    let best: { length: number; far: number; near: readonly Named[] } = {
      length: 1,
      far: Number.POSITIVE_INFINITY,
      near: [],
    };
    for (let length = 1; length <= RUN && at + length <= this.tokens.length; length++) {
      const near = this.near(textOf(this.tokens, at, length));
      const [first] = near;
      if (first && first.far < best.far) best = { length, far: first.far, near };
    }
    return best;
  }

  private near(phrase: string): readonly (Named & { readonly far: number })[] {
    return (['sku', 'product'] as const)
      .flatMap((dimension) =>
        this.words.near(phrase, dimension).map(({ text, far }) => ({ dimension, value: text, far })),
      )
      .sort((a, b) => a.far - b.far)
      .slice(0, 3);
  }
}

/** With one question to go on with, in place of what was asked. */
const instead = (stop: Stop, question: string): Stop =>
  new Stop(() => ({ ...stop.mistake(), suggestions: [question] }));

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
