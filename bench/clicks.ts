import { Pool } from 'undici';
import { actionId } from '../src/actions.ts';
import { type Clicked, compareLatency } from './latency.ts';
import { inTurn, line, median, ratio, report } from './measure.ts';
import { type Program, startProgram } from './program.ts';

const concurrency = 32;
const perTurn = 3_000;
const turns = 5;
const people = ['ana', 'ben', 'chidi', 'dana'];

interface Target {
  readonly name: string;
  readonly origin: string;
  readonly rounds: readonly string[];
  readonly pool: Pool;
  readonly program: Program;
}

/** Clicks over HTTP to committed answers, against an Express handler that parses the same body and only acknowledges. */
export async function benchClicks(): Promise<void> {
  const prep = await open('prep', []);
  const bare = await open('bare', prep.rounds);
  try {
    const [prepRates = [], bareRates = []] = await inTurn(
      [
        { name: 'prep', run: (n) => click(prep, n) },
        { name: 'bare', run: (n) => click(bare, n) },
      ],
      { times: turns, total: perTurn, concurrency },
    );
    line(
      `Clicks per second, ${concurrency} connections, medians of ${turns}: Prep ${median(prepRates).toFixed(0)}, bare Express ${median(bareRates).toFixed(0)}`,
    );
    report('clicks to committed answers / an Express handler that only acknowledges', ratio(prepRates, bareRates), {
      atLeast: 0.3,
    });
    await compareLatency('web', clicked('Prep', prep), clicked('bare Express', bare));
  } finally {
    await Promise.all([end(prep), end(bare)]);
  }
}

function clicked(name: string, target: Target): Clicked {
  return {
    name,
    click(n) {
      const done = click(target, n);
      return { acknowledged: done, done };
    },
  };
}

async function click(target: Target, n: number): Promise<void> {
  const round = target.rounds[n % target.rounds.length] ?? '';
  const person = people[Math.floor(n / target.rounds.length) % people.length];
  const { statusCode, body } = await target.pool.request({
    method: 'POST',
    path: `/c/backend/press?as=${person}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: target.origin },
    body: new URLSearchParams({ press: actionId('answer', round, n % 3), from: 'm:1', slot: '' }).toString(),
  });
  const text = await body.text();
  if (statusCode !== 200 || (target.name === 'prep' && !text.includes('is in')))
    throw new Error(`a click was answered with ${statusCode}: ${text.slice(0, 200)}`);
}

async function open(name: 'prep' | 'bare', rounds: readonly string[]): Promise<Target> {
  const program = startProgram('http-server', [name]);
  const ready = await program.next<{ origin: string; rounds: string[] }>();
  return {
    name,
    origin: ready.origin,
    rounds: name === 'prep' ? ready.rounds : rounds,
    pool: new Pool(ready.origin, { connections: concurrency }),
    program,
  };
}

async function end({ pool, program }: Target): Promise<void> {
  await pool.close();
  await program.end();
}
