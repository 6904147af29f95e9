import { formFields } from './form-values.ts';
import { newView, replaceView } from './methods/views.ts';
import type { FakePerson, FakeTeam } from './state.ts';
import type { World } from './world.ts';

/** Does what an acknowledged submission says: close, errors, another view. Gives the errors that now stand in the form. Contract section 2 and 10.17. */
export function finishSubmission(
  world: World,
  team: FakeTeam,
  person: FakePerson,
  payload: unknown,
): Readonly<Record<string, string>> {
  const stack = team.views.get(person.id) ?? [];
  const view = stack.at(-1);
  if (!view) return {};
  const answer = (payload ?? {}) as {
    response_action?: string;
    errors?: Record<string, string>;
    view?: Record<string, unknown>;
  };
  switch (answer.response_action) {
    case undefined:
      team.views.set(person.id, stack.slice(0, -1));
      return {};
    case 'clear':
      team.views.set(person.id, []);
      return {};
    case 'errors': {
      const fields = formFields(view).map((field) => field.name);
      const foreign = Object.keys(answer.errors ?? {}).filter((name) => !fields.includes(name));
      if (foreign.length > 0) world.violations.push(`a view's errors name ${foreign.join(', ')}, which are no inputs`);
      return answer.errors ?? {};
    }
    case 'update':
      replaceView(team, view, newView(world, team, person.id, answer.view ?? {}, 'modal', view.id));
      return {};
    default:
      world.violations.push(`a submission was answered with ${answer.response_action}`);
      return {};
  }
}
