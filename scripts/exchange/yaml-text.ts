import { Document, isMap, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { AuthoredQuestion } from '../../src/bank/format.ts';

/** Texts that stand below their key, and what stands on one line. */
const blocks = new Set(['prompt', 'answer', 'explanation', 'setup', 'script']);
const oneLine = new Set(['sources', 'reviewed']);

/** A question as an entry of a concept file, laid out as those are: long texts as blocks, options and sources in quotes. */
export function questionYaml({ sample, order, ...question }: AuthoredQuestion): string {
  const { slug, difficulty, ...rest } = question;
  const document = new Document([
    { slug, difficulty, ...(order === 'fixed' ? { order } : {}), ...rest, ...(sample ? { sample } : {}) },
  ]);
  visit(document, {
    Pair(_, pair) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (isScalar(pair.value) && typeof pair.value.value === 'string') {
        if (blocks.has(key)) {
          pair.value.type = Scalar.BLOCK_LITERAL;
          pair.value.value = `${pair.value.value.trimEnd()}\n`;
        } else if (['text', 'why', 'section', 'url', 'title'].includes(key)) pair.value.type = Scalar.QUOTE_DOUBLE;
      }
      if (oneLine.has(key) && isMap(pair.value)) pair.value.flow = true;
      if (oneLine.has(key) && isSeq(pair.value)) for (const item of pair.value.items) if (isMap(item)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).replace(/^(?=.)/gm, '  ');
}
