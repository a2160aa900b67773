/**
 * What a person in a chat reads when we failed: what they can do, and never a stack, SQL or a host name. What was never
 * read is known by its own words, everything else is ours.
 */
export function sayFailure(error: unknown): string {
  if (error instanceof Error && error.name === 'NotRead' && 'says' in error)
    return `${String(error.says)} If it stays so, tell whoever runs Tally.`;
  return 'Something went wrong on our side, not with your question. Ask again in a minute; if it stays so, tell whoever runs Tally.';
}
