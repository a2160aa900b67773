/** `variance by category`: a question without its command. */
export const bareQuestion = (question: string): string => question.replace(/^\/stock(?:\s+|$)/, '');
