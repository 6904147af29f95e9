import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlatformError } from '../../src/platform.ts';
import { createMessageEdits, type EditOutcome, type MessageEdits } from '../../src/quiz/message-edits.ts';
import type { Round } from '../../src/store/rounds.ts';
import { hour, minute, tuesday } from '../setup/game.ts';
import { aRound, type Tenant } from '../setup/rows.ts';

const tenant = { workspace: { id: 'W' }, channel: { id: 'C' }, players: [] } as unknown as Tenant;
const roundOf = (more: Partial<Round> = {}): Round => aRound(tenant, { openedAt: Date.now(), ...more });

let made: { round: string; at: number }[];
let outcome: () => EditOutcome | Promise<EditOutcome>;
let edits: MessageEdits;

beforeEach(() => {
  vi.useFakeTimers({ now: tuesday });
  made = [];
  outcome = () => 'edited';
  edits = createMessageEdits(Date.now, pino({ level: 'silent' }), async (round) => {
    made.push({ round: round.id, at: Date.now() - tuesday });
    return outcome();
  });
});
afterEach(async () => {
  await edits.close();
  vi.useRealTimers();
});

/** Somebody answers every `every` ms for `ms`. */
async function answers(round: Round, ms: number, every: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += every) {
    edits.answered(round);
    await vi.advanceTimersByTimeAsync(every);
  }
}

describe('edits of a state line', () => {
  it('gather the answers of a moment into one', async () => {
    const round = roundOf();
    for (let index = 0; index < 50; index += 1) edits.answered(round);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(made).toHaveLength(1);
    expect(made[0]?.at).toBeLessThan(1_000);
  });

  it('keep a pace that slows down', async () => {
    const round = roundOf();
    await answers(round, minute, 200);
    const early = made.map(({ at }) => at);
    expect(early.length).toBeGreaterThan(10);
    expect(early.length).toBeLessThanOrEqual(20);
    made = [];
    await answers(round, 10 * minute, 1_000);
    expect(made.length).toBeLessThanOrEqual(21);
    expect(made.length).toBeGreaterThan(15);
    vi.setSystemTime(tuesday + 2 * hour);
    made = [];
    await answers(round, hour, 10_000);
    expect(made.length).toBeLessThanOrEqual(7);
  });

  it('are at most thirty a minute in a workspace, and lose nobody’s last one', async () => {
    const rounds = Array.from({ length: 50 }, () => roundOf());
    for (const round of rounds) edits.answered(round);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(made.length).toBeLessThanOrEqual(30);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(new Set(made.map(({ round }) => round)).size).toBe(50);
  });

  it('are tried again while another process holds the message, and not once the round is over', async () => {
    const round = roundOf();
    outcome = () => (made.length < 3 ? 'busy' : 'edited');
    edits.answered(round);
    await vi.advanceTimersByTimeAsync(minute);
    expect(made).toHaveLength(3);
    outcome = () => 'over';
    edits.answered(round);
    await vi.advanceTimersByTimeAsync(minute);
    expect(made).toHaveLength(4);
  });

  it.each([
    ['rate_limited', true],
    ['unreachable', true],
    ['message_gone', false],
    ['token_revoked', false],
  ] as const)('after %s are tried again: %s', async (code, again) => {
    outcome = async (): Promise<EditOutcome> => {
      if (made.length === 1) throw new PlatformError('slack', code);
      return 'edited';
    };
    edits.answered(roundOf());
    await vi.advanceTimersByTimeAsync(minute);
    expect(made).toHaveLength(again ? 2 : 1);
  });

  it('wait as long as the platform says', async () => {
    outcome = async (): Promise<EditOutcome> => {
      if (made.length === 1) throw new PlatformError('slack', 'rate_limited', { retryAfterMs: 40_000 });
      return 'edited';
    };
    edits.answered(roundOf());
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(made).toHaveLength(2);
    expect((made[1]?.at ?? 0) - (made[0]?.at ?? 0)).toBeGreaterThanOrEqual(40_000);
  });

  it('stop when the process ends', async () => {
    edits.answered(roundOf());
    await edits.close();
    edits.answered(roundOf());
    await vi.advanceTimersByTimeAsync(minute);
    expect(made).toEqual([]);
  });
});
