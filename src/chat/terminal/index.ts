/**
 * The chat in a terminal: text in, replies out. With a person in front of it, it has history and
 * completion; with piped input each line is answered in turn. Imports commands and reply.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { styleText } from 'node:util';
import type { Vocabulary } from '../../intent/vocabulary.js';
import { complete } from './complete.js';

export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Where questions of earlier sessions are kept. */
  readonly history: string;
}

export interface Conversation {
  /** The whole answer as text; never throws. */
  answer(text: string, paper: { width: number; colour: boolean }): Promise<string>;
  /** Words for completion, as they stand. */
  words(): Promise<Vocabulary>;
}

const REMEMBERED = 500;
const NARROW = 100;
const LEAVING = /^\s*\/?(?:exit|quit|bye)\s*$/i;

/** Resolves when the input ends, at `exit`, `quit` or `bye`, or on Ctrl-C at an empty line. */
export async function chat(conversation: Conversation, { input, output, history }: Terminal): Promise<void> {
  const person = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({
    input,
    output,
    terminal: person,
    prompt: person && output.hasColors() ? styleText('cyan', 'tally> ') : 'tally> ',
    historySize: REMEMBERED,
    history: person ? readHistory(history) : [],
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: Error | null, result: [string[], string]) => void) => {
      conversation.words().then(
        (words) => done(null, complete(line, words)),
        () => done(null, [[], line]),
      );
    },
  });
  if (person) await converse(lines, conversation, output, history);
  else await answerEach(lines, conversation, output);
}

async function answerEach(lines: Interface, conversation: Conversation, output: NodeJS.WriteStream): Promise<void> {
  for await (const line of lines) {
    if (line.trim() === '') continue;
    if (LEAVING.test(line)) return lines.close();
    output.write(
      `${await conversation.answer(line, { width: output.columns || Number.POSITIVE_INFINITY, colour: false })}\n\n`,
    );
  }
}

function converse(
  lines: Interface,
  conversation: Conversation,
  output: NodeJS.WriteStream,
  history: string,
): Promise<void> {
  return new Promise((resolve) => {
    let answering: Promise<void> = Promise.resolve();
    lines.on('line', (line) => {
      answering = answering.then(async () => {
        const text = line.trim();
        if (LEAVING.test(text)) return lines.close();
        if (text !== '') {
          remember(history, text);
          const paper = { width: output.columns || NARROW, colour: output.hasColors() };
          output.write(`${await conversation.answer(text, paper)}\n\n`);
        }
        lines.prompt();
      });
    });
    lines.on('SIGINT', () => {
      if (lines.line === '') return lines.close();
      // As a shell does: the half-written line is given up.
      lines.write(null, { ctrl: true, name: 'u' });
    });
    lines.on('close', () => {
      output.write('\n');
      void answering.then(resolve);
    });
    lines.prompt();
  });
}

function readHistory(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).slice(-REMEMBERED).reverse();
}

function remember(path: string, text: string): void {
  appendFileSync(path, `${text}\n`, { mode: 0o600 });
}
