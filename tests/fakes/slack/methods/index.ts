import { z } from 'zod';
import { Refusal } from '../world.ts';
import * as chat from './chat.ts';
import * as conversations from './conversations.ts';
import { type Method, method } from './method.ts';
import * as views from './views.ts';

const authTest = method({
  args: z.strictObject({}),
  tier: 'none',
  run: (_, team) => ({
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: 'prep',
    team_id: team.id,
    user_id: team.botUser,
    bot_id: team.bot,
    is_enterprise_install: false,
  }),
});

const usersInfo = method({
  args: z.strictObject({ user: z.string(), include_locale: z.boolean().optional() }),
  scope: 'users:read',
  tier: 4,
  run(args, team) {
    const person = team.people.get(args.user);
    if (!person) throw new Refusal('user_not_found');
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return {
      user: {
        id: person.id,
        team_id: team.id,
        name: person.name.toLowerCase().replace(/\W+/g, '.'),
        real_name: escaped(person.realName),
        tz: person.zone,
        profile: { display_name: escaped(person.name), real_name: escaped(person.realName) },
        is_admin: person.isAdmin,
        is_owner: false,
        is_bot: false,
      },
    };
  },
});

/** Every method that Prep may call with a bot's token; any other fails the test (contract 10.2). */
export const methods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'chat.postMessage': chat.postMessage,
  'chat.update': chat.update,
  'chat.postEphemeral': chat.postEphemeral,
  'chat.delete': chat.remove,
  'conversations.info': conversations.info,
  'conversations.history': conversations.history,
  'conversations.open': conversations.open,
  'views.open': views.open,
  'views.push': views.push,
  'views.update': views.update,
  'views.publish': views.publish,
};
