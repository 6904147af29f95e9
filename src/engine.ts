import { LRUCache } from 'lru-cache';
import { customAlphabet } from 'nanoid';
import type { Logger } from 'pino';
import { parseAction } from './actions.ts';
import type { Bank } from './bank/load.ts';
import type { Clock } from './clock.ts';
import type { Command } from './commands/command.ts';
import { completeLine, completeOption } from './commands/complete.ts';
import { createCommands } from './commands/index.ts';
import { parseLine } from './commands/parse.ts';
import { type Reached, reachedNothing } from './fail-points.ts';
import type { Memory, Parts, Who } from './parts.ts';
import { createPeople } from './people.ts';
import type { Door, Input, Platform, PlatformName, Reply } from './platform.ts';
import { press, submit } from './presses.ts';
import { noticePost } from './quiz/find-round.ts';
import { createMessageEdits } from './quiz/message-edits.ts';
import { editStateLine, settleRound } from './quiz/settle.ts';
import { runSchedule } from './schedule/dispatch.ts';
import { remind } from './schedule/remind.ts';
import { sweep } from './schedule/sweep.ts';
import { createTurns } from './schedule/turns.ts';
import type { Store } from './store/index.ts';
import { code, type Part } from './view/message.ts';
import { ourFault, refusal, runs, say } from './view/refusals.ts';
import { asTyped } from './view/words.ts';
import { Failed, patienceMs, waitOut } from './wait-out.ts';
import type { WakeUps, Woken } from './wakeups.ts';
import { watchPosts } from './watch-posts.ts';

/** What the engine needs from outside; platforms are added once they are there. */
export interface EngineOptions {
  readonly store: Store;
  readonly bank: Bank;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /** numbers from 0 to 1; a seeded one makes choices and orders repeatable */
  readonly random: () => number;
  readonly log: Logger;
  /** how long a person's action waits for a database that is away (ms); a minute unless said */
  readonly patienceMs?: number;
  /** for processes that are to die at a fail point */
  readonly reached?: Reached;
}

/** The one door that adapters and jobs come through. */
export interface Engine extends Door, Woken {
  readonly commands: readonly Command[];
  /** Adds a platform; adapters need the engine first, so this comes after both are made. */
  addPlatform(platform: Platform): void;
  /** Hears of other processes' changes. */
  listen(): Promise<void>;
  /** Forgets what this process remembers of workspaces, channels and players; for a playground that starts over. */
  forget(): void;
  /** Finishes edits under way. */
  close(): Promise<void>;
}

/** Told to a person to be told to whoever runs Prep: without letters that look like others. */
const faultCode = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 8);
const keptRounds = 5_000;

function createMemory(): Memory {
  const posted = new LRUCache<string, true>({ max: keptRounds });
  return {
    rounds: new LRUCache({ max: keptRounds }),
    settings: new LRUCache({ max: keptRounds }),
    posted: { has: (id) => posted.has(id), add: (id) => void posted.set(id, true) },
  };
}

export function createEngine(options: EngineOptions): Engine {
  const { store, bank, wakeUps, clock, random, log } = options;
  const platforms = new Map<PlatformName, Platform>();
  const commands = createCommands(bank);
  const people = createPeople(store);
  const parts: Parts = {
    store,
    bank,
    wakeUps,
    clock,
    random,
    log,
    reached: options.reached ?? reachedNothing,
    people,
    platform(name) {
      const platform = platforms.get(name);
      if (!platform) throw new Error(`the platform ${name} is not connected in this process`);
      return platform;
    },
    turns: createTurns(() => Date.now()),
    edits: createMessageEdits(clock, log, (round, pace) => editStateLine(parts, round, pace)),
    memory: createMemory(),
  };

  async function run(parts: Parts, who: Who, input: Input): Promise<Reply> {
    switch (input.kind) {
      case 'line':
        return runLine(parts, who, input.line);
      case 'command':
        return runCommand(parts, who, input.name, input.options);
      case 'press': {
        const action = parseAction(input.action);
        if (input.message !== undefined) await noticePost(parts, who, action?.args[0], input.message);
        return action?.verb === 'run' ? runLine(parts, who, action.args[0] ?? '') : press(parts, who, input.action);
      }
      case 'submit':
        return submit(parts, who, input.form, input.values);
    }
  }

  async function runLine(parts: Parts, who: Who, line: string): Promise<Reply> {
    const parsed = parseLine(commands, line);
    if (parsed.kind === 'command') return runCommand(parts, who, parsed.name, parsed.options);
    const word = code(asTyped(parsed.word));
    const there: Part[] =
      parsed.kind === 'unknown command'
        ? ['There is no ', word, '.']
        : parsed.word === ''
          ? ['What follows ', code(parsed.after), ' is missing.']
          : ["I don't know what ", word, ' means after ', code(parsed.after), '.'];
    if (parsed.meant === undefined || parsed.meant.length > 90) {
      const help =
        // `question` alone would ask one at once.
        parsed.kind === 'unknown command' || parsed.command === 'question'
          ? runs('help', 'Show what there is')
          : runs(`${parsed.command}`, `Show ${parsed.command}`);
      return refusal([...there, ' Nothing was changed.'], help);
    }
    return refusal([...there, ' Did you mean ', code(asTyped(parsed.meant, 90)), '?'], runs(parsed.meant, 'Show it'));
  }

  async function runCommand(
    parts: Parts,
    who: Who,
    name: string,
    given: Readonly<Record<string, string>>,
  ): Promise<Reply> {
    const command = commands.find((one) => one.name === name);
    return command ? command.run(parts, who, given) : runLine(parts, who, name);
  }

  return {
    commands,
    addPlatform: (platform) => void platforms.set(platform.name, platform),
    listen: () => people.listen(),
    forget: () => people.forget(),
    async handle(asking, input) {
      const watched = watchPosts(parts);
      try {
        return await waitOut(
          async () => run(watched.parts, await people.find(asking), input),
          options.patienceMs ?? patienceMs,
          () => !watched.hasPosted(),
        );
      } catch (error) {
        const code = faultCode();
        const undone = error instanceof Failed && error.undone;
        const err = error instanceof Failed ? error.cause : error;
        log.error({ err, code, input: input.kind, undone }, 'a fault of ours was told to a person');
        return say(ourFault(code, undone));
      }
    },
    complete: (command, option, typed) => completeOption(commands, command, option, typed),
    completeLine: (line) => completeLine(commands, line),
    workspaceGone: (workspace) => store.schedules.stopAll(workspace.platform, workspace.workspace),
    workspacesAtWork: (platform) => store.schedules.workspacesAtWork(platform),
    async wake(wakeUp) {
      if (wakeUp.kind === 'schedule') return runSchedule(parts, wakeUp.id, wakeUp.again ? 'woken again' : 'woken');
      await (wakeUp.kind === 'close' ? settleRound : remind)(parts, wakeUp.id);
      return undefined;
    },
    sweep: () => sweep(parts),
    close: () => parts.edits.close(),
  };
}
