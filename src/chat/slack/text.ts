/** What a person meant by text as Slack sends it: mentions by their names, entities as signs. */
export function plainText(text: string): string {
  return text
    .replace(PLACE, (_, before: string, id: string) => `${before}#${id}`)
    .replace(/<([@#!])([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, id: string, name?: string) =>
      named(sign, id, name),
    )
    .replace(/<((?:https?|mailto|tel):[^<>|]*)(?:\|([^<>]*))?>/g, (_, url: string, label?: string) => label ?? url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')
    .trim();
}

/** `in #ops`: where something is to be posted is said by the channel’s id, as names change and may be anything. */
const PLACE = /(\b(?:in|to|into)\s+)<#([CG][A-Z0-9]+)(?:\|[^<>]*)?>/gi;

function named(sign: string, id: string, name: string | undefined): string {
  if (id.startsWith('date^')) return name ?? '';
  const mark = sign === '!' ? '@' : sign;
  const shown = name ?? id.replace(/^subteam\^/, '');
  return shown.startsWith(mark) ? shown : `${mark}${shown}`;
}

/** The text without the bot’s own mention, which may stand anywhere. */
export function withoutMention(text: string, botUser: string): string {
  return text.replaceAll(new RegExp(`<@${botUser}(\\|[^<>]*)?>`, 'g'), ' ');
}

/** Without the signs of bold, italic and code that a message, unlike a command, has around its words. What is quoted stays. */
export function unformatted(text: string): string {
  return text.replace(/"[^"]*"|\S+/g, (part) =>
    part.startsWith('"') ? part : part.replace(/^[*_~`]{1,3}|[*_~`]{1,3}$/g, ''),
  );
}

/** `… here`, or `@here`, asks for an answer that everybody in the channel reads. In quotes it is a value like any other. */
export function readHere(text: string): { readonly question: string; readonly here: boolean } {
  const asked = text.trim();
  const question = asked.replace(/(?:^|\s)@?here[.!]?$/i, '');
  return { question: question.trim(), here: question !== asked };
}
