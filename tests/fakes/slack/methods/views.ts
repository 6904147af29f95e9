import { z } from 'zod';
import { mrkdwnTexts, textFaults } from '../rules/text-safety.ts';
import { viewFault } from '../rules/views.ts';
import { type FakeTeam, type FakeView, unique } from '../state.ts';
import { Refusal, refuseCanaries, violation, type World } from '../world.ts';
import { method } from './method.ts';

type Payload = Readonly<Record<string, unknown>>;

/** A checked view, ready to be shown to `person`. Contract section 2 and 10.8. */
export function newView(
  world: World,
  team: FakeTeam,
  person: string,
  payload: Payload,
  kind: 'modal' | 'home',
  id?: string,
): FakeView {
  const fault = viewFault(payload, kind);
  if (fault) throw new Refusal(fault.error, { response_metadata: { messages: fault.messages } });
  for (const text of mrkdwnTexts(payload)) {
    const [unsafe] = textFaults(text, world.typed);
    if (unsafe) violation(world, `a view: ${unsafe}: ${text.slice(0, 200)}`);
  }
  refuseCanaries(world, payload, 'a view');
  const externalId = payload.external_id;
  const others = [...team.views.values()].flat().filter((view) => view.id !== id);
  if (externalId !== undefined && others.some((view) => view.payload.external_id === externalId)) {
    throw new Refusal('duplicate_external_id');
  }
  return { id: id ?? `V${unique()}`, person, hash: `${unique()}.hash`, payload };
}

const view = z.record(z.string(), z.unknown());
const byTrigger = z.strictObject({ trigger_id: z.string(), view });

function answer(shown: FakeView): Payload {
  return { view: { id: shown.id, hash: shown.hash, ...shown.payload } };
}

export const open = method({
  args: byTrigger,
  tier: 4,
  run(args, team, world) {
    const trigger = world.triggers.take(args.trigger_id);
    if ('error' in trigger) throw new Refusal(trigger.error);
    const made = newView(world, team, trigger.person, args.view, 'modal');
    team.views.set(trigger.person, [made]);
    world.effects.emit('effect', { team: team.id, person: trigger.person, trigger: args.trigger_id });
    return answer(made);
  },
});

export const push = method({
  args: byTrigger,
  tier: 4,
  run(args, team, world) {
    const trigger = world.triggers.take(args.trigger_id);
    if ('error' in trigger) throw new Refusal(trigger.error);
    const stack = team.views.get(trigger.person) ?? [];
    if (stack.length >= 3) throw new Refusal('push_limit_reached');
    const made = newView(world, team, trigger.person, args.view, 'modal');
    team.views.set(trigger.person, [...stack, made]);
    return answer(made);
  },
});

export const update = method({
  args: z.strictObject({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view,
  }),
  tier: 4,
  run(args, team, world) {
    const shown = [...team.views.values()].flat();
    const old = shown.find(
      (each) => each.id === args.view_id || (args.external_id && each.payload.external_id === args.external_id),
    );
    if (!old) throw new Refusal('not_found');
    if (args.hash !== undefined && args.hash !== old.hash) throw new Refusal('hash_conflict');
    const made = newView(world, team, old.person, args.view, 'modal', old.id);
    replaceView(team, old, made);
    return answer(made);
  },
});

export const publish = method({
  args: z.strictObject({ user_id: z.string(), view, hash: z.string().optional() }),
  tier: 4,
  run(args, team, world) {
    if (!team.people.has(args.user_id)) throw new Refusal('invalid_arguments');
    return answer(newView(world, team, args.user_id, args.view, 'home'));
  },
});

/** Puts `made` where `old` was in its person's stack. */
export function replaceView(team: FakeTeam, old: FakeView, made: FakeView): void {
  const stack = team.views.get(old.person) ?? [];
  team.views.set(
    old.person,
    stack.map((each) => (each.id === old.id ? made : each)),
  );
}
