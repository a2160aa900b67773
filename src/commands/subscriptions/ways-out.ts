import type { Mistake } from '../../intent/intent.js';
import { bareQuestion } from '../bare.js';

/**
 * With those of its suggestions that work; one that does not gives way to the first that is suggested for it. `tryOut`
 * yields the mistake that such a question would be, null where it is none. Nobody is left with nothing: then it is `help`.
 */
export async function withWaysOut(
  mistake: Mistake,
  tryOut: (text: string) => Promise<Mistake | null>,
  help: string,
): Promise<Mistake> {
  const found: string[] = [];
  for (const question of mistake.suggestions) {
    const next = await tryOut(bareQuestion(question));
    const [instead] = next?.suggestions ?? [];
    if (next === null) found.push(question);
    else if (instead !== undefined && (await tryOut(bareQuestion(instead))) === null) found.push(instead);
  }
  return { ...mistake, suggestions: found.length > 0 ? [...new Set(found)] : [help] };
}
