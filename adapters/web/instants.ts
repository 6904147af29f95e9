import type { InstantRun } from '../../src/view/message.ts';

const shown = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: 'numeric', month: 'long' },
  datetime: { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  stamp: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment (epoch ms) as a reader in `zone` sees it: time "17:00", date "24 November", datetime "Tuesday 24 November,
 * 17:00", stamp "Tue 24 Nov, 17:00".
 */
export function instantText(at: number, show: InstantRun['show'] | 'stamp', zone: string): string {
  const key = `${show} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { ...shown[show], timeZone: zone });
    formats.set(key, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name);
  const day = [part('weekday'), part('day'), part('month')].filter(Boolean).join(' ');
  const time = parts.has('hour') ? `${part('hour')}:${part('minute')}` : '';
  return [day, time].filter(Boolean).join(', ');
}
