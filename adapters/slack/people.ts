import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Profile } from '../../src/platform.ts';
import { decodeEntities } from './decode.ts';
import { slackWord } from './errors.ts';
import type { Workspaces } from './install.ts';

const aDayMs = 24 * 60 * 60_000;
/** How long a name from the event itself does where users.info fails: long enough not to ask at each click. */
const fallbackMs = 60_000;

interface Person {
  readonly profile: Profile;
  readonly isManager: boolean;
}

/** Names, zones and rights by users.info, kept for a day; asking for the same person twice at once is one request. */
export interface People {
  /** `called`: the name that came with the event, used where Slack doesn't tell. Never throws. */
  look(workspace: string, person: string, called: string): Promise<Person>;
}

/** People of all workspaces; at most 10,000 are remembered. */
export function rememberPeople(workspaces: Workspaces, log: Logger): People {
  const known = new LRUCache<string, Promise<Person>>({ max: 10_000, ttl: aDayMs });

  async function ask(workspace: string, person: string): Promise<Person> {
    const { user } = await (await workspaces.clients(workspace)).calls.users.info({ user: person });
    if (!user) throw new Error('users.info told no user');
    const name = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name].find(Boolean);
    return {
      profile: {
        name: decodeEntities(name ?? person),
        ...(user.tz === undefined ? {} : { zone: user.tz }),
      },
      isManager: user.is_admin === true || user.is_owner === true,
    };
  }

  return {
    look(workspace, person, called) {
      const key = `${workspace} ${person}`;
      const remembered = known.get(key);
      if (remembered) return remembered;
      const asked = ask(workspace, person).catch((error: unknown): Person => {
        log.warn({ workspace, slack: slackWord(error) }, 'users.info failed; the name from the event is used');
        known.set(key, asked, { ttl: fallbackMs });
        return { profile: { name: called || person }, isManager: false };
      });
      known.set(key, asked);
      return asked;
    },
  };
}
