import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DOCUMENTS } from '../../src/cli/docs.js';
import { configurationDocument, configurationKeys } from '../../src/config/document.js';
import { feedsOf } from '../../src/config/feeds.js';
import { configSchema } from '../../src/config/schema.js';

describe('generated documents', () => {
  it.each(Object.entries(DOCUMENTS))('docs/%s is what the program says; npm run docs writes it', (name, text) => {
    expect(readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')).toBe(text());
  });

  it('describe every key of the configuration', () => {
    for (const { path, about } of configurationKeys()) expect(about, path).not.toBe('');
    expect(configurationKeys().map(({ path }) => path)).toEqual(
      expect.arrayContaining(['refresh.budget', 'sources.NAME (mysql).limits.stall', 'tables[].meaning.quantity']),
    );
  });

  it('have an example that is a valid configuration', () => {
    const [, example = ''] = /```yaml\n([\s\S]+?)```/.exec(configurationDocument()) ?? [];
    const config = configSchema.parse(parse(example));
    expect(feedsOf(config).complaints).toEqual([]);
  });
});
