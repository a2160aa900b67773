import { Vocabulary } from '../../intent/vocabulary.js';
import { DIMENSIONS } from '../../kpi/dimensions.js';
import type { Acceptable } from '../../state/index.js';
import type { Reply } from '../reply.js';
import { forgetAccepted } from './accepted.js';
import { acceptanceList, type Circumstances, expiredNotes, listHeadline } from './list.js';
import { itemsNamed, keyOf } from './named-items.js';
import { mistaken, NOT_EVERYWHERE, seesPartOnly } from './rights.js';
import { stillNotes, takenBackWords } from './say.js';
import { type Accepted, expiredFor, placesOf, standingFor } from './standing.js';
import { type AcceptText, acceptText, readAccept, type Verb } from './text.js';

const SUGGESTED = 5;

/** `/stock accepted`, `/stock unaccept`: of those that stand, the list or the end. */
export async function reviewAcceptances(
  verb: Exclude<Verb, 'accept'>,
  text: string,
  circumstances: Circumstances,
): Promise<Reply> {
  const { desk, knowledge } = circumstances;
  const standing = await standingFor(desk, knowledge);
  const read = readAccept(verb, text, withGone(knowledge.words, standing), desk.model.today);
  if (!read.ok) return { kind: 'mistake', mistake: read.mistake };
  const { said } = read;
  const ids = new Set((await Promise.all(said.items.map((one) => itemsNamed(one, desk)))).flat().map(({ id }) => id));
  const names = said.items.map(({ value }) => value);
  const isNamed = ({ sku, item }: Accepted) => names.length === 0 || ids.has(sku) || names.includes(item.sku);
  const isThere = ({ sku, warehouse }: Accepted) =>
    said.warehouse === null || keyOf({ sku, warehouse }) === keyOf({ sku, warehouse: said.warehouse });
  const meant = standing.filter((one) => isNamed(one) && isThere(one));
  if (verb === 'accepted') return list(said, meant, circumstances);
  return unaccept(text, said, { standing, meant, same: standing.filter(isNamed) }, circumstances);
}

async function list(said: AcceptText, meant: readonly Accepted[], circumstances: Circumstances): Promise<Reply> {
  const { desk, knowledge } = circumstances;
  const all = said.items.length === 0 && said.warehouse === null;
  const expired = all ? await expiredFor(desk, knowledge) : [];
  const result = acceptanceList(
    {
      question: acceptText('accepted', { ...said, as: null }),
      kpi: 'accepted',
      headline: listHeadline(meant),
      notes: expiredNotes(expired),
    },
    meant,
    circumstances,
  );
  return { kind: 'result', result, as: said.as === 'csv' ? 'csv' : null, drill: null, editable: false };
}

interface Found {
  /** All that stand. */
  readonly standing: readonly Accepted[];
  /** Those of the items that are named, wherever. */
  readonly same: readonly Accepted[];
  /** Those of them that are where it was said. */
  readonly meant: readonly Accepted[];
}

async function unaccept(text: string, said: AcceptText, found: Found, circumstances: Circumstances): Promise<Reply> {
  const { desk } = circumstances;
  const isMine = ({ warehouse }: Acceptable) => warehouse !== null || !seesPartOnly(desk.rights);
  const mine = found.meant.filter(isMine);
  if (mine.length === 0 && found.meant.length > 0)
    return mistaken(
      'refused',
      `${NOT_EVERYWHERE}, so that it is not for you to take back what is accepted everywhere.`,
      text,
    );
  const ended = await desk.acceptances.unaccept(mine, { by: desk.who, today: desk.model.today });
  forgetAccepted(desk);
  if (ended.length === 0) return notAccepted(text, said, found, isMine);
  const keys = new Set(ended.map(keyOf));
  const gone = mine.filter((one) => keys.has(keyOf(one)));
  const left = found.same.filter((one) => !keys.has(keyOf(one)));
  const result = acceptanceList(
    { question: '/stock accepted', kpi: 'unaccept', headline: takenBackWords(gone), notes: stillNotes(left) },
    gone,
    circumstances,
  );
  return { kind: 'result', result, as: null, drill: null, editable: false, did: acceptText('unaccept', said) };
}

function notAccepted(text: string, said: AcceptText, { standing, same }: Found, isMine: (one: Acceptable) => boolean) {
  const near = [...new Set([...same, ...standing])].filter(isMine);
  const named = `${said.items.map(({ value }) => value).join(' and ')}${said.warehouse === null ? '' : ` in ${said.warehouse}`}`;
  const some = near.slice(0, SUGGESTED);
  const more = near.length > SUGGESTED ? [`${near.length - SUGGESTED} more`] : [];
  const others = near.length === 0 ? 'Nothing is.' : `What is: ${[...placesOf(some), ...more].join(', ')}.`;
  const suggestions = some.map(({ item, warehouse }) =>
    acceptText('unaccept', { ...NOTHING, items: [{ dimension: 'sku', value: item.sku }], warehouse }),
  );
  const message = `${named} ${said.items.length === 1 ? 'is' : 'are'} not accepted. ${others}`;
  return mistaken('unknown', message, text, suggestions.length > 0 ? suggestions : ['/stock accepted']);
}

const NOTHING: AcceptText = { items: [], warehouse: null, until: null, reason: null, as: null };
/** What is accepted and in no table any more has to be called something, to be taken back. */
function withGone(words: Vocabulary, standing: readonly Accepted[]): Vocabulary {
  const gone = standing.filter(({ item }) => words.find(item.sku, 'sku').length === 0);
  if (gone.length === 0) return words;
  const names = new Set(gone.map(({ item }) => item.sku));
  const candidates = [...names].map((value) => ({ dimension: 'sku', value, selects: `gone ${value}` }));
  return new Vocabulary([], Object.values(DIMENSIONS), [...words.candidates, ...candidates]);
}
