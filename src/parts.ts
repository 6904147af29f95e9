import type { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Bank } from './bank/load.ts';
import type { Clock } from './clock.ts';
import type { Reached } from './fail-points.ts';
import type { People } from './people.ts';
import type { Asking, Platform, PlatformName } from './platform.ts';
import type { MessageEdits } from './quiz/message-edits.ts';
import type { Turns } from './schedule/turns.ts';
import type { Store } from './store/index.ts';
import type { Channel, Player, Workspace } from './store/people.ts';
import type { Round } from './store/rounds.ts';
import type { RoundSetting } from './view/round.ts';
import type { WakeUps } from './wakeups.ts';

/** What the engine is made of; src/main.ts puts it together. */
export interface Parts {
  readonly store: Store;
  readonly bank: Bank;
  readonly platform: (name: PlatformName) => Platform;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /** numbers from 0 to 1 */
  readonly random: () => number;
  readonly edits: MessageEdits;
  readonly turns: Turns;
  readonly people: People;
  /** what never changes once a round is open, so that a click costs one statement */
  readonly memory: Memory;
  readonly log: Logger;
  readonly reached: Reached;
}

/** Bounded copies of what never changes again. */
export interface Memory {
  readonly rounds: LRUCache<string, Round>;
  readonly settings: LRUCache<string, RoundSetting>;
  /** rounds whose post is known to be recorded */
  readonly posted: { has(id: string): boolean; add(id: string): void };
}

/** Who asks and where, found in or added to the store. */
export interface Who {
  readonly workspace: Workspace;
  readonly channel: Channel;
  readonly player: Player;
  /** epoch ms: when Prep received it */
  readonly at: number;
  readonly asking: Asking;
}
