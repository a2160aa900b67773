type Said = readonly (readonly [question: string, says: string])[];

export const GRAMMAR =
  '/stock [KPI] [names] [by X [by Y]] [top N [by MEASURE]] [over N] [in test] [PERIOD] [vs PERIOD] [as csv]';

export const PARTS: readonly (readonly string[])[] = [
  ['KPI', '`variance`', '[which figures](#kpis)'],
  [
    'names',
    '`electronics`, `A-1012`, `hamburg`',
    '[of what](#names-of-things): categories, products, SKUs, warehouses …',
  ],
  ['by', '`by category`, `by category by month`', '[what the rows are, and the columns](#by-what)'],
  ['top, bottom', '`top 10`, `bottom 5 by fill rate`', '[how many, and in which order](#top-bottom-over-under)'],
  ['over, under', '`over 5%`, `fill rate under 90%`', '[only rows beyond a number](#top-bottom-over-under)'],
  ['in', '`in production`', '[one environment](#in-one-environment); else both'],
  ['period', '`last month`, `2026-10`, `since september`', '[when](#periods); else now'],
  ['vs', '`vs last week`', '[the same question earlier](#against-another-period), beside it'],
  ['as', '`as csv`', '[the form of the answer](#how-it-is-shown)'],
];

export const TOUR: Said = [
  ['/stock', 'the headline figures as cards, with their last days and the change on the day and the week before'],
  [
    '/stock variance electronics',
    'the SKUs of Electronics: how many in Test, how many in Production, and the difference',
  ],
  ['/stock variance by sku over 5%', 'every SKU that differs by more than 5 %, the largest difference first'],
  [
    '/stock availability by warehouse in production',
    'which part of the SKUs is in stock in each warehouse, and how far demand is covered',
  ],
  ['/stock total vs last week', 'what each category holds now, what it held a week ago, and the change'],
  ['/stock trend variance by week', 'a line of 13 weeks: are the two drifting apart?'],
  ['/stock total by category by month', 'a table with a row per category and a column per month'],
  ['/stock cost top 5 by value variance by sku', 'the five SKUs whose cost makes the stock’s value differ most'],
  ['/stock cover garden bottom 5', 'the five SKUs of Garden that run out first'],
  [
    '/stock What is the stock of electronics in production?',
    'the same as `/stock total electronics in production`: words in between are skipped',
  ],
];

export const TWO: Said = [
  ['/stock total by category by warehouse', 'categories down, warehouses across'],
  ['/stock variance by category by week since september', 'categories down, weeks across'],
  ['/stock availability by warehouse, monthly', 'warehouses down, months across'],
];

export const RANKING: Said = [
  ['/stock variance by sku top 10', 'the ten SKUs with the largest difference, more or less'],
  ['/stock variance by sku bottom 10', 'those of which Production lacks most'],
  ['/stock cost by sku top 5 by value variance', 'ranked by another measure'],
  ['/stock top 5 skus by unmet', 'the measure names the KPI'],
  ['/stock variance over 5%', 'categories that differ by more than 5 %'],
  ['/stock variance by sku over 100', 'SKUs that differ by more than 100 units'],
  ['/stock total over 3000', 'categories of which one environment holds more than 3,000 units'],
  ['/stock availability by category fill rate under 95%', 'held against another measure'],
  ['/stock shortage by sku unmet over 10 top 3', 'the worst three of those with more than 10 units unmet'],
  ['/stock trend variance over 5%', 'the percentage as a line, with the band that is within'],
];

/** Questions that name no KPI. */
export const PLAIN: readonly string[] = [
  '/stock electronics',
  '/stock electronics by warehouse',
  '/stock garden in test',
  '/stock by sku over 5%',
  '/stock fill rate by category',
  '/stock top 3 by value variance by sku',
];

/** Ways to name what is meant. */
export const NAMING: Said = [
  ['/stock total garden', 'a category, division or segment'],
  ['/stock variance power bank', 'a product with all its variants'],
  ['/stock variance power bank 10000 mah', 'one SKU, by its name and variant'],
  ['/stock variance a-1012', 'one SKU, by its id'],
  ['/stock variance "Power Bank"', 'in quotes: a name, whatever else the words could say'],
  ['/stock total category:garden', 'a category, and nothing else that is called so'],
  ['/stock total hamburg warehouse', 'a warehouse, in plain words'],
  ['/stock total garden sports by warehouse', 'both categories together'],
  ['/stock variance toys hamburg', 'toys, in Hamburg'],
];

export const ACCEPTING: Said = [
  ['/stock accept A-1012 until 2026-12-01 "recount"', 'accepts what differs of a SKU, through that day, and says why'],
  [
    '/stock accept "Power Bank" in hamburg for 2 weeks because the count is going on',
    'of a product with its variants, in one warehouse',
  ],
  ['/stock accept A-1001', 'until it is taken back'],
  ['/stock accepted', 'lists what is accepted: until when, by whom, and how much it differs by now'],
  ['/stock unaccept A-1012', 'takes it back'],
];

export const SUBSCRIBING: Said = [
  ['/stock digest', 'the digest now, for you alone: what drifted between Test and Production since the last one'],
  ['/stock subscribe daily 08:00', 'the digest, every day at eight on your clock, in your direct messages'],
  ['/stock subscribe digest weekdays 07:30 here', 'in the channel in which it is asked'],
  [
    '/stock subscribe variance electronics weekly mon 09:00 dm Europe/Berlin',
    'any other question, on the clock of that time zone, in summer and winter',
  ],
  ['/stock subscribe total by category monthly last 17:00', 'on the last day of each month'],
  ['/stock subscriptions', 'what is posted for you, when it comes next, and what can be done with it'],
  ['/stock unsubscribe variance electronics', 'ends it'],
];

export const ALERTING: Said = [
  ['/stock alert variance electronics over 5%', 'when Electronics as a whole is beyond 5 %'],
  [
    '/stock alert variance by sku over 20% for 30 min',
    'each SKU by itself, and only what has been beyond for half an hour',
  ],
  [
    '/stock alert availability fill rate under 90% in production remind every 4 h in #stock',
    'told again every four hours while it lasts, in that channel',
  ],
  ['/stock alerts', 'what is looked at, what is beyond now, and what can be done with it'],
];

export const SHOWING: Said = [
  ['/stock total by warehouse as table', 'a table without a chart'],
  ['/stock total by warehouse as chart', 'with its chart, which `tally ask` draws only when it is asked for'],
  ['/stock total by warehouse as csv', 'all rows and columns as CSV; in Slack as a file'],
];
