/**
 * Text that comes from Slack is escaped: `&`, `<` and `>` are entities, and mentions and links stand in angle brackets.
 * Gives the text as the person typed it, mentions as plain names: `<@U1|ana>` becomes `@ana`.
 * Source: Slack, "Formatting message text" (tokens first, `&amp;` last).
 */
export function decodeText(escaped: string): string {
  return decodeEntities(escaped.replace(/<([^<>]*)>/g, (_, token: string) => plainToken(token)));
}

/** The three entities alone, for texts in which Slack puts no tokens (names). */
export function decodeEntities(escaped: string): string {
  return escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function plainToken(token: string): string {
  const [target = '', label] = token.split('|', 2);
  if (target.startsWith('@')) return `@${label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`;
  if (target.startsWith('!subteam^')) return label ?? '@group';
  if (target.startsWith('!date^')) return label ?? '';
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label ?? target;
}
