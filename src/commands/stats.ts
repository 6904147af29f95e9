import { stats } from '../view/board.ts';
import { say } from '../view/refusals.ts';
import { channelWords } from '../view/words.ts';
import type { Command } from './command.ts';
import { ownStreak } from './own-streak.ts';

/** `/prep stats`: the asker's own points, streak and share right by area, to them alone. */
export function statsCommand(): Command {
  return {
    name: 'stats',
    about: 'See your points and streak, to you alone',
    usage: 'stats',
    options: [],
    async run(parts, who) {
      const everywhere = who.asking.channel.kind !== 'channel';
      const channel = everywhere ? undefined : who.channel.id;
      const [areas, totals, streak, schedules] = await Promise.all([
        parts.store.standings.byArea(who.workspace.id, who.player.id, channel),
        parts.store.standings.standing(who.channel.id, 'all', '1970-01-01', who.player.id),
        everywhere ? undefined : ownStreak(parts, who),
        parts.store.schedules.schedulesOfChannel(who.channel.id),
      ]);
      const coming = schedules.flatMap(({ next }) => (next ? [next.at] : []));
      const title = (slug: string) => parts.bank.taxonomy.areas.find((area) => area.slug === slug)?.title ?? slug;
      return say(
        stats({
          where: everywhere
            ? `this ${parts.platform(who.workspace.platform).can.workspaceWord}`
            : channelWords(who.channel.name, 'here'),
          everywhere,
          totals: everywhere ? undefined : totals,
          streak,
          areas: areas.map((area) => ({ ...area, title: title(area.area) })),
          next: coming.length > 0 ? Math.min(...coming) : undefined,
        }),
      );
    },
  };
}
