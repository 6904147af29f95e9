import { describe, expect, it } from 'vitest';
import { importsOf, refusal } from '../../scripts/import-rules.ts';

const dependencies = new Set(['express', 'bullmq', 'postgres', 'drizzle-orm', 'zod', '@slack/bolt']);

/** The reasons for which the imports of `text`, standing in `file`, are refused. */
function refused(file: string, text: string): string[] {
  return importsOf(file, text).flatMap((found) => refusal(found, dependencies) ?? []);
}

describe('a wrong import is refused', () => {
  it.each([
    ['src/quiz/ask.ts', `import { post } from '../../adapters/slack/send.ts';`, 'src/ knows no platform and no queue'],
    ['src/engine.ts', `import type { Worker } from '../jobs/worker.ts';`, 'src/ knows no platform and no queue'],
    ['src/engine.ts', `import {\n  a,\n  b,\n} from '../jobs/worker.ts';`, 'src/ knows no platform and no queue'],
    ['src/engine.ts', `export * from '../jobs/worker.ts';`, 'src/ knows no platform and no queue'],
    ['src/engine.ts', `const late = await import('../jobs/worker.ts');`, 'src/ knows no platform and no queue'],
    ['src/engine.ts', `import '../jobs/worker.ts';`, 'src/ knows no platform and no queue'],
    ['src/view/board.ts', `import { Queue } from 'bullmq';`, 'no queue library'],
    ['adapters/web/send.ts', `import { ids } from '../slack/ids.ts';`, 'adapters never import each other'],
    ['adapters/web/send.ts', `import { queue } from '../../jobs/queue.ts';`, 'adapters reach the rest through src/'],
    ['jobs/daily.ts', `import { rounds } from '../drizzle/schema.ts';`, 'jobs reach the rest through src/'],
    ['src/quiz/ask.ts', `import postgres from 'postgres';`, 'for src/store/ alone'],
    ['adapters/web/send.ts', `import { sql } from 'drizzle-orm';`, 'for src/store/ alone'],
    ['src/store/rounds.ts', `import { score } from '../quiz/score.ts';`, 'takes types alone'],
    ['src/store/rounds.ts', `import { type Score, score } from '../quiz/score.ts';`, 'takes types alone'],
    ['drizzle/schema.ts', `import { kinds } from '../src/view/message.ts';`, 'the schema depends on no code'],
    ['src/quiz/ask.ts', `import { fake } from '../../tests/fakes/slack.ts';`, 'needs nothing of the workshop'],
    ['src/quiz/ask.ts', `import fc from 'fast-check';`, 'a production install does not have this package'],
  ])('%s: %s', (file, text, reason) => {
    expect(refused(file, text)).toEqual([expect.stringContaining(reason)]);
  });
});

describe('a right import is not', () => {
  it.each([
    ['src/main.ts', `import { connectSlack } from '../adapters/slack/index.ts';\nimport express from 'express';`],
    ['adapters/slack/send.ts', `import { App } from '@slack/bolt';\nimport { openEngine } from '../../src/engine.ts';`],
    ['adapters/slack/send.ts', `import { blocks } from './render.ts';`],
    ['src/store/rounds.ts', `import type { Score } from '../quiz/score.ts';\nimport postgres from 'postgres';`],
    ['src/store/rounds.ts', `import { type Score, type Slip } from '../quiz/score.ts';`],
    ['src/store/rounds.ts', `import { rounds } from '../../drizzle/schema.ts';`],
    ['src/quiz/ask.ts', `import { readFileSync } from 'node:fs';\nimport { z } from 'zod';`],
    ['jobs/daily.ts', `import { Queue } from 'bullmq';\nimport type { Engine } from '../src/engine.ts';`],
    ['src/quiz/ask.ts', `// never import '../../jobs/queue.ts' here\nconst words = "import 'bullmq'";`],
  ])('%s: %s', (file, text) => {
    expect(refused(file, text)).toEqual([]);
  });
});
