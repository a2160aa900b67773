/**
 * `docs/questions.md`: how to ask, made from the registry, the grammar and the demo company. Every question in it is
 * run by `tests/docs`.
 */
import { SCHEDULE_EXAMPLES } from '../../schedule/index.js';
import { BUSINESS, KNOWLEDGE } from './demo.js';
import {
  ACCEPTING,
  ALERTING,
  GRAMMAR,
  NAMING,
  PARTS,
  PLAIN,
  RANKING,
  SHOWING,
  SUBSCRIBING,
  TOUR,
  TWO,
} from './examples.js';
import { groupings, kpis, kpisOfFlows, measures, measuresOfFlows } from './kpis.js';
import { block, code, codes, table } from './markdown.js';
import { mistakes } from './mistakes.js';
import { comparisons, periods } from './periods.js';
import { inFull } from './understood.js';
import { skipped, synonyms } from './words.js';

export const questionDocument = (): string => `${SECTIONS.map((section) => section().trim()).join('\n\n')}\n`;

const SECTIONS: readonly (() => string)[] = [
  () => `
# How to ask

Made from the registry and the grammar by \`npm run docs\`; tests compare, and run every question in it.

The questions are about the demo company: \`npm ci && npm start\` opens a chat with it. Its warehouses are
${list(KNOWLEDGE.words.valuesOf('warehouse'))}, its categories
${list(KNOWLEDGE.words.valuesOf('category'))}.
With data of your own the names are yours, and \`/stock help\` shows examples with them. Days are told as of Wednesday,
${BUSINESS.today}, where the fiscal year begins in September (${code(`fiscalYearStart: ${BUSINESS.fiscalYearStart}`)}).

In five minutes: [one line](#in-one-line), [a tour](#a-first-tour), [periods](#periods). The rest is for looking up.`,
  () => `
## In one line

${block([GRAMMAR])}

${table(['part', 'such as', 'says'], PARTS)}

Everything may be left out, and everything may stand anywhere. Every answer ends with its question in full: that is what
was understood, and asked again it gives the same answer.`,
  () => `
## A first tour

${table(['question', 'comes back with'], TOUR.map(asked))}`,
  () => `
## KPIs

${kpis()}

One question has one KPI. Without any, the rest of the question tells:

${table(
  ['question', 'is understood as'],
  PLAIN.map((question) => [code(question), code(inFull(question))]),
)}`,
  () => `
## Measures

The figures of a KPI have names. A question that names one shows it alone (\`fill rate by category\`), rows are ranked by it
(\`top 10 by value variance\`) and held against a number (\`fill rate under 90%\`), and \`trend\` follows it over time
(\`trend fill rate\`).

${measures()}`,
  () => `
## By what

${groupings()}

Without \`by\`, rows are one level below the finest name in the question: categories, then the SKUs of a category, then the
warehouses of a SKU. With two, the first goes down and the second across; one of them may be a step of time. Two show one
figure: the one that the question names, or else the one that the KPI is about.

${table(['question', 'comes back with'], TWO.map(asked))}`,
  () => `
## Top, bottom, over, under

${table(['question', 'comes back with'], RANKING.map(asked))}

\`top\` is by the KPI’s own measure where the question names none, differences by their size whichever way they go. Without a
number it is 10. What a top list leaves out is one row, “others”. A threshold leaves out the number itself, takes
differences either way, and chooses rows only: totals stay those of everything. Write numbers as \`5\`, \`12.5\` or \`5%\`,
without a sign and without commas.`,
  () => `
## Periods

${periods()}

- **Without a period** the answer is as of now: the latest state.
- **With one**, stock is told as it was on the last day of the period that has rows. What is mapped as a flow
  [adds up](#where-stock-adds-up) over the period, and \`cover\` takes the demand of all its days.
- **By a step of time** without a period: the last 30 days, 13 weeks, 12 months, 8 quarters or 5 years, the running one
  included. Days without rows are gaps, not zeros.
- Relative words stay in the question, and the answer says which days they were.`,
  () => `
## Against another period

${comparisons()}

Each figure then has the other period’s beside it, and the change. \`vs last week\` is the same a week earlier, and so are
\`vs yesterday\`, \`vs last month\`, \`vs last quarter\`, \`vs last year\`. Like is set against like: where one of the two is not
over, both are cut to the same number of days. Test and Production are set against each other by \`variance\` and
\`compare\`, not by \`vs\`.`,
  () => `
## In one environment

\`/stock total electronics in production\`, or \`in test\`. Without, both stand beside each other. \`variance\`, \`compare\` and
\`cost\` are about the two and cannot be asked in one.`,
  () => `
## Names of things

${table(
  ['question', 'is understood as', 'that is'],
  NAMING.map(([question, says]) => [code(question), code(inFull(question)), says]),
)}

Names are recognised whole, never by their beginning; capitals, accents and blanks make no difference. Where words can be
read in two ways the longest name counts, and what is still two things is asked back with both. A number or a date alone is
never a name: put it in quotes. Several names of one kind are alternatives, names of several kinds all hold.`,
  () => `
## Accepted differences

A difference that is known and explained can be accepted. It no longer counts as differing, is listed, and expires; totals
are as they were.

${table(['question', 'does'], ACCEPTING.map(asked))}`,
  () => `
## The digest, and subscriptions

In Slack, the digest or any question can be answered again and again without being asked.

${table(['question', 'does'], SUBSCRIBING.map(asked))}

When is said as ${codes(SCHEDULE_EXAMPLES)}.
Where is \`in #channel\`, picked from Slack’s list, or \`here\`, or \`dm\`; left out, it is your direct messages. A time zone may
follow; left out, it is yours in Slack. What is posted is what both you and all in that channel may see.

${codes(['/stock subscription 12 pause'])} does to the one with that number what its name says; so do \`resume\`, \`run\` (now),
\`delete\`, and \`edit\` with what changes: the question, when, where or the time zone. ${codes(['/stock unsubscribe 12'])} ends it.`,
  () => `
## Alerts

A question with a threshold can be looked at after each refresh. A message comes when a row crosses the threshold, and when
it is back: within nine tenths of it, so that what wavers is told once. Only fresh and complete figures count, and accepted
differences do not.

${table(['question', 'tells'], ALERTING.map(asked))}

${codes(['/stock alert 3 mute 2 h'])} keeps one quiet for a time; \`unmute\`, \`pause\`, \`resume\` and \`delete\` are said in the
same way.`,
  () => `
## How it is shown

${table(['question', 'comes back as'], SHOWING.map(asked))}

Without \`as\` the chat shows what suits it.`,
  () => `
## Other words

These say the same. Plurals do as well, and so do the other names of [KPIs](#kpis), [measures](#measures) and
[dimensions](#by-what).

${synonyms()}

Months may be shortened: \`oct\`, \`sept\`. These words are skipped, so that a question may be polite:

${block([skipped()])}

A colon tells what is meant where it matters: ${codes(['kpi:cost', 'measure:value_variance', 'category:Tools', 'environment:test'])}.
A semicolon ends a part.`,
  () => `
## When something is not understood

The answer says where, why, and what would work. Nothing is guessed.

${mistakes()}

\`/stock help\` is an overview of what can be asked of the data at hand, \`/stock help variance\` of one KPI, and
\`/stock help periods\` of the words of time. \`/stock status\` says how fresh every table is, \`/stock quality\` which rows
were left out.`,
  () => `
## Where stock adds up

Where quantity and demand are mapped as \`flow\`, the rows of a period add up: \`last month\` is its sum, and without a period
it is all rows. There is no days of cover then, and there is:

${kpisOfFlows()}

${measuresOfFlows()}`,
];

const asked = ([question, says]: readonly [string, string]): readonly string[] => [code(question), says];

function list(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
