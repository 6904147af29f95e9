import { describe, expect, it } from 'vitest';
import { type Lifecycle, runProcess, Stopping } from '../../src/lifecycle.ts';
import { StartupError } from '../../src/startup-error.ts';

/** A process that only remembers what was done to it. */
function surroundings(limitMs = 5_000) {
  const seen: { lines: string[]; exits: number[]; signal: () => void; uncaught: (error: unknown) => void } = {
    lines: [],
    exits: [],
    signal: () => undefined,
    uncaught: () => undefined,
  };
  const parts = {
    onSignal: (listener: () => void) => {
      seen.signal = listener;
    },
    onUncaught: (listener: (error: unknown) => void) => {
      seen.uncaught = listener;
    },
    print: (line: string) => {
      seen.lines.push(line);
    },
    exit: (code: number) => {
      seen.exits.push(code);
    },
    limitMs,
  };
  return { seen, parts };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a process that is told to end', () => {
  it('closes what it opened, the last first, once, however often it is told', async () => {
    const { seen, parts } = surroundings();
    const closed: string[] = [];
    const ended = runProcess(async (life) => {
      life.onClose('pool', () => void closed.push('pool'));
      life.onClose('http', async () => {
        await turn();
        closed.push('http');
      });
    }, parts);
    await turn();
    seen.signal();
    seen.signal();
    await ended;
    expect(closed).toEqual(['http', 'pool']);
    expect(seen).toMatchObject({ exits: [0], lines: [] });
  });

  it('during its start opens nothing more and closes what it has', async () => {
    const { seen, parts } = surroundings();
    const events: string[] = [];
    let opened: () => void = () => undefined;
    const ended = runProcess(async (life) => {
      life.onClose('database', () => void events.push('database closed'));
      await new Promise<void>((resolve) => {
        opened = resolve;
      });
      life.onClose('queue', () => void events.push('queue closed'));
      events.push('opened more');
    }, parts);
    seen.signal();
    opened();
    await ended;
    expect(events).toEqual(['queue closed', 'database closed']);
    expect(seen).toMatchObject({ exits: [0], lines: [] });
  });

  it('breaks off what listens to its signal', async () => {
    const { seen, parts } = surroundings();
    const ended = runProcess(
      (life) => new Promise((_, reject) => life.signal.addEventListener('abort', () => reject(life.signal.reason))),
      parts,
    );
    seen.signal();
    await ended;
    expect(seen).toMatchObject({ exits: [0], lines: [] });
  });

  it('goes on closing when one closer fails, and says which', async () => {
    const { seen, parts } = surroundings();
    const closed: string[] = [];
    const ended = runProcess(async (life) => {
      life.onClose('pool', () => void closed.push('pool'));
      life.onClose('queue', () => Promise.reject(new Error('gone')));
    }, parts);
    await turn();
    seen.signal();
    await ended;
    expect(closed).toEqual(['pool']);
    expect(seen).toMatchObject({ exits: [1], lines: ['Closing queue failed: gone'] });
  });

  it('ends after the limit all the same, and names what held it up', async () => {
    const { seen, parts } = surroundings(20);
    const ended = runProcess(async (life) => life.onClose('queue', () => new Promise(() => undefined)), parts);
    await turn();
    seen.signal();
    await ended;
    expect(seen).toMatchObject({ exits: [1], lines: ['Prep ends without waiting any longer for queue.'] });
  });
});

describe('a start that fails', () => {
  it('prints the one paragraph, closes what it has and exits with 1', async () => {
    const { seen, parts } = surroundings();
    const closed: string[] = [];
    await runProcess(async (life) => {
      life.onClose('database', () => void closed.push('database'));
      throw new StartupError('PORT is 80, which is taken. Set another.');
    }, parts);
    expect(closed).toEqual(['database']);
    expect(seen).toMatchObject({ exits: [1], lines: ['PORT is 80, which is taken. Set another.'] });
  });

  it('for want of room on the disk is told as that, whatever was being written', async () => {
    const { seen, parts } = surroundings();
    const cause = Object.assign(new Error('could not extend file'), { code: '53100' });
    await runProcess(() => Promise.reject(new Error('Failed query', { cause })), parts);
    expect(seen).toMatchObject({ exits: [1], lines: [expect.stringMatching(/^The disk .* is full: [^\n]+$/)] });
  });

  it('by our own fault prints the stack', async () => {
    const { seen, parts } = surroundings();
    await runProcess(() => Promise.reject(new TypeError('nothing has no length')), parts);
    expect(seen.exits).toEqual([1]);
    expect(seen.lines.join('\n')).toMatch(
      /^Prep could not start, and the fault is Prep's own\.[\s\S]*TypeError: nothing has no length\n\s+at /,
    );
  });

  it('can also fail later, when something it needs dies', async () => {
    const { seen, parts } = surroundings();
    let life: Lifecycle | undefined;
    const ended = runProcess(async (handed) => {
      life = handed;
    }, parts);
    await turn();
    life?.fail(new StartupError('The embedded Postgres ended.'));
    await ended;
    expect(seen).toMatchObject({ exits: [1], lines: ['The embedded Postgres ended.'] });
    expect(life?.signal.reason).toBeInstanceOf(Stopping);
  });

  it('tells of an error that nobody caught, unless its cause has been told by then', async () => {
    const { seen, parts } = surroundings();
    const ended = runProcess(async () => undefined, parts);
    await turn();
    seen.uncaught(new Error('the socket broke'));
    await ended;
    expect(seen.exits).toEqual([1]);
    expect(seen.lines.join('\n')).toMatch(
      /^Prep has ended, and the fault is Prep's own\. What was saved is safe[\s\S]*the socket broke/,
    );

    const again = surroundings();
    let life: Lifecycle | undefined;
    const over = runProcess(async (handed) => {
      life = handed;
    }, again.parts);
    await turn();
    again.seen.uncaught(new Error('the socket broke'));
    life?.fail(new StartupError('The embedded Postgres ended.'));
    await over;
    expect(again.seen).toMatchObject({ exits: [1], lines: ['The embedded Postgres ended.'] });
  });
});
