import type { Desk } from '../desk.js';
import type { Pieces } from './pieces.js';

/** Where something is posted, as it was said; null where nothing was. */
export type Place = { readonly channel: string } | 'here' | 'direct' | null;

/** As Slack writes a channel that was picked: `#C012ABCDEF`. */
const CHANNEL = /^#[CG][A-Z0-9]+$/;
const BEFORE = ['in', 'to', 'into'];
const DIRECT = ['dm'];
const HERE = ['here', '@here'];

/** Takes out `in #C012ABCDEF`, and `dm` or `here` at the end. Throws Stop. */
export function takePlace(pieces: Pieces): Place {
  let place: Place = null;
  const take = (at: number, said: Exclude<Place, null>): void => {
    const before = pieces.is(at - 1, BEFORE) ? 1 : 0;
    const span = { at: at - before, length: before + 1 };
    if (place !== null && placeText(place) !== placeText(said))
      throw pieces.stop('conflict', 'It is posted to one place: a channel, here, or dm.', span);
    place = said;
    pieces.take(span);
  };
  for (const at of pieces.left) {
    const word = pieces.word(at);
    if (CHANNEL.test(word)) take(at, { channel: word.slice(1) });
    else if (/^#\D/.test(word)) throw notPicked(pieces, at);
  }
  const { last } = pieces;
  if (last !== null && pieces.is(last, DIRECT)) take(last, 'direct');
  else if (last !== null && pieces.is(last, HERE)) take(last, 'here');
  return place;
}

/** Where words go on after a place, which may be none. */
export function afterPlace(pieces: Pieces, from: number): number {
  const at = pieces.is(from, BEFORE) && CHANNEL.test(pieces.word(from + 1)) ? from + 1 : from;
  return CHANNEL.test(pieces.word(at)) || pieces.is(at, [...DIRECT, ...HERE]) ? at + 1 : at;
}

function notPicked(pieces: Pieces, at: number) {
  const said = `“${pieces.word(at).slice(0, 80)}” is no channel as Slack hands it on: pick it from the list that comes up while you type its name, or write “here” in the channel itself.`;
  const before = pieces.is(at - 1, BEFORE) ? 1 : 0;
  return pieces.stop('unknown', said, { at: at - before, length: before + 1 }, ['here', 'dm']);
}

export function placeText(place: Exclude<Place, null>): string {
  if (place === 'direct') return 'dm';
  return place === 'here' ? 'here' : `in #${place.channel}`;
}

/** For people: `#C012ABCDEF`, which chats show by its name. */
export const whereText = (channel: string | null): string => (channel === null ? 'direct messages' : `#${channel}`);

export type Where = { readonly channel: string | null } | { readonly refusal: string };

/** The channel that is meant, null for direct messages, or why nothing can be posted there. */
export async function whereFor(place: Place, { asker }: Pick<Desk, 'asker'>): Promise<Where> {
  const channel = channelOf(place, asker);
  if (channel === undefined) return { refusal: '“here” is no channel now: say in which one, or dm.' };
  if (channel === null) return { channel };
  const obstacle = (await asker.about?.obstacle(channel)) ?? null;
  return obstacle === null ? { channel } : { refusal: obstacle };
}

/** Where no place is said, “here” may have been taken off the end by the chat. */
function channelOf(place: Place, { channel, here = false }: Desk['asker']): string | null | undefined {
  if (place === 'direct' || (place === null && !here)) return null;
  if (place !== null && place !== 'here') return place.channel;
  if (channel === null) return place === null ? null : undefined;
  // A conversation with one person.
  return channel.startsWith('D') ? null : channel;
}
