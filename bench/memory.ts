import { actionId } from '../src/actions.ts';
import { line, report } from './measure.ts';
import { asking, openStage } from './stage.ts';

const early = 1_000;
const late = 100_000;
const people = 500;
const channels = 10;
const concurrency = 16;

/** Resident memory after 100,000 answers against after 1,000: no growth. Run with --expose-gc. */
export async function benchMemory(): Promise<void> {
  const stage = await openStage({ connections: concurrency });
  try {
    for (let n = 0; n < people; n += 1) await stage.engine.handle(asking(`p${n}`), { kind: 'line', line: 'help' });
    for (let n = 0; n < channels; n += 1)
      await stage.engine.handle(asking('p0', `c${n}`), { kind: 'line', line: 'question one repeat' });
    await stage.database.sql`update rounds set feedback = 'at reveal'`;
    const rounds = (await stage.database.sql<{ id: string }[]>`select id from rounds`).map((row) => row.id);
    let done = 0;
    const answerUntil = async (total: number) => {
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          while (done < total) {
            const n = done;
            done += 1;
            await stage.engine.handle(asking(`p${n % people}`), {
              kind: 'press',
              action: actionId('answer', rounds[n % rounds.length] ?? '', n % 4),
            });
          }
        }),
      );
    };
    // What every process fills once (compiled code, prepared statements, bounded memory) is not growth.
    await answerUntil(early);
    const before = resident();
    await answerUntil(late);
    const after = resident();
    line(`Resident: ${megabytes(before)} MB after ${early} answers, ${megabytes(after)} MB after ${late}`);
    report(`resident memory after ${late} answers / after ${early}`, after / before, { atMost: 1.1 });
  } finally {
    await stage.close();
  }
}

function resident(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(0);
}
