import { describe, expect, it } from 'vitest';
import { gather } from '../src/gather.ts';

/** Sends nothing anywhere: remembers what went together, and answers each item with itself when it is let go. */
function sender(fails: (items: readonly string[]) => boolean = () => false) {
  const sent: string[][] = [];
  const held: (() => void)[] = [];
  let holds = false;
  const one = gather<string, string>({
    async send(items) {
      sent.push([...items]);
      if (holds) await new Promise<void>((resolve) => held.push(resolve));
      if (fails(items)) throw new Error(`refused ${items.join(' ')}`);
      return items;
    },
    key: (item) => item.split(':')[0] ?? '',
    undone: (error) => error instanceof Error && error.message.startsWith('refused'),
  });
  return {
    sent,
    one,
    hold() {
      holds = true;
    },
    letGo() {
      holds = false;
      for (const resolve of held.splice(0)) resolve();
    },
  };
}

describe('what is asked for at the same time', () => {
  it('goes together, and each caller gets its own', async () => {
    const { one, sent } = sender();
    expect(await Promise.all(['a', 'b', 'c'].map(one))).toEqual(['a', 'b', 'c']);
    expect(sent).toEqual([['a', 'b', 'c']]);
  });

  it('goes one after the other where it has the same key, in the order of asking', async () => {
    const { one, sent } = sender();
    await Promise.all(['a:1', 'b:1', 'a:2', 'b:2', 'a:3'].map(one));
    expect(sent).toEqual([['a:1', 'b:1'], ['a:2', 'b:2'], ['a:3']]);
  });

  it('waits while several are on their way, and then goes together', async () => {
    const { one, sent, hold, letGo } = sender();
    hold();
    const first: Promise<string>[] = [];
    for (const item of ['a', 'b', 'c']) {
      first.push(one(item));
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
    const later = ['d', 'e', 'f', 'g'].map(one);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(sent).toEqual([['a'], ['b'], ['c']]);
    letGo();
    expect(await Promise.all([...first, ...later])).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(sent.slice(3)).toEqual([['d', 'e', 'f', 'g']]);
  });

  it('goes at once in a quiet process, and in a busy one together, as soon as as many wait as go together', async () => {
    const sent: number[] = [];
    const one = gather<number, number>({
      send: async (items) => {
        sent.push(items.length);
        return items;
      },
      key: String,
      undone: () => true,
      // Longer than this test may take: what waited for it would never come.
      everyMs: 3_600_000,
    });
    for (const item of [-3, -2]) expect(await one(item)).toBe(item);
    await Promise.all([one(-1), one(0)]);
    const later: Promise<number>[] = [];
    for (let item = 1; item <= 64; item += 1) {
      later.push(one(item));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(later);
    expect(sent).toEqual([1, 1, 2, 64]);
  });

  it('is tried one by one where it was refused together, so that one bad item fails alone', async () => {
    const { one } = sender((items) => items.includes('bad'));
    const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map(one));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('is not tried again where nobody knows whether it was done', async () => {
    let sendings = 0;
    const one = gather<string, string>({
      send: () => {
        sendings += 1;
        return Promise.reject(new Error('the connection broke'));
      },
      key: (item) => item,
      undone: () => false,
    });
    const outcomes = await Promise.allSettled(['a', 'b'].map(one));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(sendings).toBe(1);
  });
});
