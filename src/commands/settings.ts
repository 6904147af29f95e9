import { actionId } from '../actions.ts';
import type { Parts, Who } from '../parts.ts';
import type { PlatformName, Reply } from '../platform.ts';
import { resolveZone, zoneLabel } from '../schedule/zones.ts';
import { type ChannelSettings, channelSettings } from '../settings.ts';
import { actions, bold, type Form, inlines, message, note, paragraph, said } from '../view/message.ts';
import { ofChannels, say } from '../view/refusals.ts';
import { channelWords, platformNames } from '../view/words.ts';
import { away, awayOption } from './away.ts';
import type { Command } from './command.ts';
import { choiceOption } from './options.ts';
import { mayChange, settingsNotAllowed } from './permission.ts';

type Choices<K extends keyof ChannelSettings> = readonly { value: ChannelSettings[K]; label: string }[];

const feedback: Choices<'feedback'> = [
  { value: 'at reveal', label: 'When it closes, or before it to whoever locks in' },
  { value: 'at once', label: 'At once, and the first pick is final' },
  { value: 'strict', label: 'When it closes, and to nobody before' },
];
const names: Choices<'names'> = [
  { value: 'shown', label: 'The reveal names up to ten who were right' },
  { value: 'hidden', label: 'The reveal gives numbers only' },
];
const managersOn = (platform: PlatformName): Choices<'managers'> => [
  {
    value: 'platform',
    label: `${platform === 'discord' ? 'Whoever manages the server' : 'Anyone in the channel'}, as usual in ${platformNames[platform]}`,
  },
  { value: 'anyone', label: 'Anyone in the channel' },
  { value: 'managers', label: 'Managers only' },
];
const counts: Choices<'counts'> = [
  { value: 'daily and asked', label: 'The daily challenge and the first three asked' },
  { value: 'daily', label: 'The daily challenge only' },
];

const areas: Choices<'areas'> = [
  { value: 'even', label: 'All areas come alike' },
  { value: 'learning', label: 'More of what the learning order puts first' },
  { value: 'demand', label: 'More of what job postings ask for first' },
];

/** `/prep settings`: how Prep behaves in this channel. */
export function settingsCommand(): Command {
  return {
    name: 'settings',
    about: 'See and change how Prep behaves in this channel',
    usage: 'settings [areas even | learning | demand] [away 20 Dec to 3 Jan | away none]',
    options: [{ ...choiceOption('areas', 'Which areas come more often', areas), keyword: 'areas' }, awayOption()],
    async run(parts, who, options) {
      const { channel } = who;
      const wanted = areas.find((choice) => choice.value === options.areas)?.value;
      if (options.away !== undefined && wanted === undefined) return away(parts, who, options.away);
      if (who.asking.channel.kind !== 'channel') return ofChannels('Settings belong to a channel');
      const { settings } = channel;
      if (wanted !== undefined) {
        const changed = await changeAreas(parts, who, wanted);
        return options.away === undefined ? changed : together(changed, await away(parts, who, options.away));
      }
      const line = (name: string, value: string) => inlines(bold(name), `: ${value}`);
      return say(
        message(
          paragraph(bold(`Settings of ${channelWords(channel.name, 'here')}`)),
          {
            kind: 'lines',
            lines: [
              line('Time zone', channel.zone ? `${zoneLabel(channel.zone)} (${channel.zone})` : 'not set yet'),
              line('The daily answer is shown', labelOf(feedback, settings.feedback)),
              line('Names', labelOf(names, settings.names)),
              line('Who may change this', labelOf(managersOn(who.workspace.platform), settings.managers)),
              line('What counts', labelOf(counts, settings.counts)),
              line('Areas', labelOf(areas, settings.areas)),
            ],
          },
          (await mayChange(who))
            ? actions({ label: 'Change', action: actionId('settings'), primary: true })
            : note('Managers change these.'),
          note(said('Days away are your own: `/prep settings away 20 Dec to 3 Jan`. Nobody else sees them.')),
        ),
      );
    },
  };
}

/** What is said of two things that somebody did by one line. */
function together(one: Reply, other: Reply): Reply {
  if (one.kind !== 'message' || other.kind !== 'message') return other;
  return say(message(...one.message.blocks, ...other.message.blocks));
}

async function changeAreas(parts: Parts, who: Who, wanted: ChannelSettings['areas']): Promise<Reply> {
  if (!(await mayChange(who))) return settingsNotAllowed();
  await parts.people.changed(await parts.store.people.changeChannel(who.channel, { settings: { areas: wanted } }));
  return say(
    message(
      paragraph(
        `Saved. In ${channelWords(who.channel.name, 'here')}: ${labelOf(areas, wanted)}, from the next question on.`,
      ),
    ),
  );
}

export async function settingsForm(_parts: Parts, who: Who): Promise<Reply> {
  if (!(await mayChange(who))) return settingsNotAllowed();
  return { kind: 'form', form: formOf(who, who.channel.settings, who.channel.zone ?? '') };
}

/** Saves all or nothing; a wrong field keeps the form open. */
export async function submitSettings(
  parts: Parts,
  who: Who,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply> {
  if (!(await mayChange(who))) return settingsNotAllowed();
  const chosen = channelSettings.safeParse({
    ...who.channel.settings,
    feedback: values.feedback?.[0],
    names: values.names?.[0],
    managers: values.managers?.[0],
    counts: values.counts?.[0],
  });
  const typedZone = (values.zone?.[0] ?? '').trim();
  const zone = typedZone === '' ? undefined : resolveZone(typedZone);
  const settings = chosen.success ? chosen.data : who.channel.settings;
  if (zone && zone.kind !== 'zone') {
    return { kind: 'invalid', errors: { zone: zone.reason }, form: formOf(who, settings, typedZone) };
  }
  if (!chosen.success)
    return {
      kind: 'invalid',
      errors: { feedback: 'Pick one of the choices.' },
      form: formOf(who, settings, typedZone),
    };
  if (!(await mayChange({ ...who, channel: { ...who.channel, settings } }))) {
    return {
      kind: 'invalid',
      errors: { managers: 'You would lock yourself out: you are not a manager.' },
      form: formOf(who, settings, typedZone),
    };
  }
  const changed = await parts.store.people.changeChannel(who.channel, {
    settings,
    ...(zone ? { zone: zone.zone } : {}),
  });
  await parts.people.changed(changed);
  return say(
    message(
      paragraph(
        `Saved. These hold in ${channelWords(who.channel.name, 'here')} from now on; a question that is open keeps its own.`,
      ),
    ),
  );
}

function formOf({ workspace }: Who, settings: ChannelSettings, zone: string): Form {
  return {
    form: actionId('settings'),
    title: 'Settings',
    submit: 'Save',
    fields: [
      {
        kind: 'text',
        name: 'zone',
        label: 'Time zone',
        value: zone,
        placeholder: 'A city, such as Berlin',
        maxLength: 60,
        multiline: false,
        optional: true,
      },
      {
        kind: 'choose',
        name: 'feedback',
        label: 'The daily answer is shown',
        options: feedback,
        picked: settings.feedback,
      },
      { kind: 'choose', name: 'names', label: 'Names', options: names, picked: settings.names },
      {
        kind: 'choose',
        name: 'managers',
        label: 'Who may change this',
        options: managersOn(workspace.platform),
        picked: settings.managers,
      },
      { kind: 'choose', name: 'counts', label: 'What counts', options: counts, picked: settings.counts },
    ],
  };
}

function labelOf(choices: readonly { value: string; label: string }[], value: string): string {
  const label = choices.find((choice) => choice.value === value)?.label ?? value;
  return label.charAt(0).toLowerCase() + label.slice(1);
}
