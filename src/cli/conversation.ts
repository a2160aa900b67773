import type { Conversation } from '../chat/terminal/index.js';
import { type Candidate, Vocabulary } from '../intent/vocabulary.js';
import { localUser } from './asker.js';
import type { Held } from './held.js';
import { type TerminalOutput, terminalOutput } from './output.js';
import { ask, lost } from './run.js';
import { say, words } from './say.js';
import type { Target } from './target.js';

/** A chat with the model that this process holds. */
export function withModel(held: Held): Conversation {
  return {
    async answer(text, paper) {
      const output = on(paper);
      try {
        return await held.watch(output, () => say(held.app, { text }, localUser(), output));
      } finally {
        output.clear();
      }
    },
    words: () => words(held.app),
  };
}

/** A chat with the instance that another process is. When that ends, every further line says so. */
export function throughInstance(target: Target): Conversation {
  return {
    async answer(text, paper) {
      const output = on(paper);
      try {
        return await tellAndRead(target, text, output);
      } finally {
        output.clear();
      }
    },
    async words() {
      const told = await ask(target, { command: 'words', payload: null }, terminalOutput());
      const said = told.kind === 'answered' ? told.said[0] : undefined;
      if (!said || !('out' in said)) throw new Error('No words');
      return vocabulary(JSON.parse(said.out));
    },
  };
}

async function tellAndRead(target: Target, text: string, output: TerminalOutput): Promise<string> {
  const told = await ask(target, { command: 'say', payload: { text } }, output);
  switch (told.kind) {
    case 'absent':
      return 'The running Tally has ended. Leave, and start again.';
    case 'refused':
      return told.says;
    case 'lost':
      return lost(told);
    case 'answered':
      return told.said.map((one) => ('out' in one ? one.out : 'err' in one ? one.err : '')).join('');
  }
}

function on({ width, colour }: { readonly width: number; readonly colour: boolean }): TerminalOutput {
  return { ...terminalOutput(), columns: Number.isFinite(width) ? width : null, colours: colour };
}

interface Words {
  readonly kpis: readonly { readonly name: string; readonly lead: string | null }[];
  readonly dimensionNames: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly measures: readonly { readonly name: string; readonly kpis: readonly string[] }[];
}

/** Enough of it for completion, which looks at names and values only. */
function vocabulary({ kpis, dimensionNames, candidates, measures }: Words): Vocabulary {
  const term = (name: string) => ({ name, synonyms: [] });
  const measured = measures.map((measure) => ({ ...term(measure.name), kpis: measure.kpis }));
  const asked = kpis.map(({ name, lead }) => ({ ...term(name), lead }));
  return new Vocabulary(asked, dimensionNames.map(term), candidates, measured);
}
