import { EventEmitter } from 'node:events';
import { createRateLimits } from './rate-limits.ts';
import { type BlockFault, blockFaults } from './rules/blocks.ts';
import { canaryFaults, mrkdwnTexts, textFaults } from './rules/text-safety.ts';
import type { FakeTeam, SentCall } from './state.ts';
import { createResponseUrls, createTriggers } from './tickets.ts';

/** What a call may be made to suffer: it is performed or not, and answered or not. */
export type Fault =
  | { readonly kind: 'drop'; readonly perform: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly perform: boolean }
  | { readonly kind: 'error'; readonly error: string; readonly perform: boolean }
  | { readonly kind: 'delay'; readonly ms: number }
  /** performed, and never answered */
  | { readonly kind: 'silence'; readonly perform: boolean };

/** Something that a person could see: who, where, and what led to it. */
export interface Effect {
  readonly team: string;
  readonly channel?: string;
  readonly person?: string;
  readonly trigger?: string;
  readonly responsePath?: string;
}

/** Everything the fake's parts share. */
export interface World {
  readonly teams: Map<string, FakeTeam>;
  readonly appToken: string;
  readonly signingSecret: string;
  /** epoch ms of messages; tests may move it */
  readonly clock: () => number;
  /** what breaks a rule that Slack itself would let pass; a suite fails if it is not empty */
  readonly violations: string[];
  readonly calls: SentCall[];
  /** method → faults for its next calls, one each */
  readonly faults: Map<string, Fault[]>;
  readonly canaries: string[];
  /** entities that people typed themselves, such as `lt` for `&lt;` */
  readonly typed: Set<string>;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly triggers: ReturnType<typeof createTriggers>;
  readonly responseUrls: ReturnType<typeof createResponseUrls>;
  /** 'effect' with an {@link Effect} */
  readonly effects: EventEmitter;
  /** address of the fake, without a slash at its end; set once it listens */
  baseUrl: string;
  ts(): string;
}

/** An empty world. */
export function createWorld(clock: () => number, limitsClock: () => number): World {
  let counter = 0;
  const effects = new EventEmitter();
  effects.setMaxListeners(0);
  return {
    teams: new Map(),
    appToken: 'xapp-1-A0FAKE-1-fake',
    signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
    clock,
    violations: [],
    calls: [],
    faults: new Map(),
    canaries: [],
    typed: new Set(),
    limits: createRateLimits(limitsClock),
    triggers: createTriggers(() => Date.now()),
    responseUrls: createResponseUrls(() => Date.now()),
    effects,
    baseUrl: '',
    ts() {
      counter += 1;
      return `${Math.floor(clock() / 1000)}.${String(counter).padStart(6, '0')}`;
    },
  };
}

/** An answer of the Web API that says no. */
export class Refusal extends Error {
  readonly error: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(error: string, more: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.error = error;
    this.more = more;
  }
}

/** Refuses what the suite may not let pass although Slack would: recorded, and answered with an error of its own. */
export function violation(world: World, what: string): never {
  world.violations.push(what);
  throw new Refusal('fake_refused', { why: what });
}

/** Checks the texts and blocks of anything that is shown, and gives the blocks. Contract 10.3, 10.4, 10.13, 10.14. */
export function checkContent(world: World, args: Readonly<Record<string, unknown>>, where: string): readonly unknown[] {
  const { text, blocks, attachments } = args;
  const isEmpty = (list: unknown) => list === undefined || (Array.isArray(list) && list.length === 0);
  if ((text === undefined || text === '') && isEmpty(blocks) && isEmpty(attachments)) throw new Refusal('no_text');
  if (blocks !== undefined) refuseFaults(blockFaults(blocks, 'message'));
  if (text === undefined || text === '') violation(world, `${where}: blocks without a text`);
  if (String(text).length > 4000) violation(world, `${where}: a text over 4,000 characters`);
  for (const each of [String(text), ...mrkdwnTexts(blocks)]) {
    const [fault] = textFaults(each, world.typed);
    if (fault) violation(world, `${where}: ${fault}: ${each.slice(0, 200)}`);
  }
  refuseCanaries(world, args, where);
  return Array.isArray(blocks) ? blocks : [];
}

/** Contract 10.14. */
export function refuseCanaries(world: World, payload: unknown, where: string): void {
  const [fault] = canaryFaults(payload, world.canaries);
  if (fault) violation(world, `${where}: ${fault}`);
}

function refuseFaults(faults: readonly BlockFault[]): void {
  const [first] = faults;
  if (!first) return;
  const messages = faults.map((fault) => fault.message);
  throw new Refusal(first.error, { errors: messages, response_metadata: { messages } });
}
