/** Text in which nothing is meant as markup, as Markdown that shows just that. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/\[/g, '\\[')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^([ \t]*)(#{1,6}(?=\s|$)|>|~{3,}|[-+](?=\s|$)|=+(?=\s*$)|-+(?=\s*$))/gm, '$1\\$2')
    .replace(/^([ \t]*\d{1,9})([.)])(?=\s|$)/gm, '$1\\$2');
}
