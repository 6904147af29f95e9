import * as cheerio from 'cheerio';
import type { AnyNode, Element } from 'domhandler';
import type { Seen, SeenField, SeenForm } from './descriptor.ts';

/** What can be pressed on a page, with all that the browser would send. */
export interface Pressable {
  readonly label: string;
  readonly to: string;
  readonly fields: readonly (readonly [string, string])[];
}

export interface PageEntry extends Seen {
  readonly pressables: readonly Pressable[];
}

/** A form that a page opened, and what is sent with it. */
export interface PageForm extends SeenForm {
  readonly to: string;
  readonly hidden: readonly (readonly [string, string])[];
}

type Page = cheerio.CheerioAPI;

const blocks = new Set(['p', 'li', 'ol', 'ul', 'div', 'h1', 'h2', 'pre', 'form', 'fieldset', 'aside', 'article']);
/** Names of fields begin so in what is submitted. */
const prefix = 'f.';

/** The page of a channel, read by a real parser as a browser would. */
export function readPage(html: string): Page {
  return cheerio.load(html);
}

/** The field that names the empty place for the next private message. */
export function slotField(page: Page): readonly [string, string] {
  const slot = page('#slot');
  return [slot.attr('name') ?? '', slot.attr('value') ?? ''];
}

/** The address of the command line. */
export function lineAddress(page: Page): string {
  return page('#composer').attr('hx-post') ?? '';
}

/** The messages on a page from top to bottom, each private one after the one it belongs to. */
export function entriesOn(page: Page): PageEntry[] {
  return page('#messages article.message, #messages .private')
    .toArray()
    .map((element): PageEntry => {
      const isPrivate = page(element).hasClass('private');
      const holder = page(element).closest('[id]');
      const form = page(element).find('form').first();
      const pressables = page(element)
        .find('form button')
        .toArray()
        .map((button): Pressable => {
          const own = page(button);
          const letter = own.find('.letter').first().clone();
          letter.find('.unseen').remove();
          return {
            label: (own.hasClass('row') ? letter.text() : own.text()).trim(),
            to: form.attr('hx-post') ?? '',
            fields: [...hiddenFields(page, form[0]), [own.attr('name') ?? '', own.attr('value') ?? '']],
          };
        });
      return {
        id: holder.attr('id') ?? '',
        text: textOf(page, page(element).find('.blocks').first()[0]),
        buttons: pressables.map(({ label }) => label),
        private: isPrivate,
        pressables,
      };
    });
}

/** The form in an answer to a press; undefined if it opens none. */
export function formIn(html: string): PageForm | undefined {
  const page = cheerio.load(html);
  const dialog = page('dialog#form').first();
  if (dialog.length === 0) return undefined;
  const form = dialog.find('form').first();
  const errors = form
    .find('.error')
    .toArray()
    .map((error) => page(error).text());
  const body = form
    .find('.dialog-body')
    .toArray()
    .map((part) => textOf(page, part));
  return {
    title: form.find('h2').first().text(),
    text: [...body, ...errors].join('\n'),
    fields: form
      .find('.field')
      .toArray()
      .map((field) => fieldOf(page, field)),
    to: form.attr('hx-post') ?? '',
    hidden: hiddenFields(page, form[0]),
  };
}

/** Values as the form sends them. */
export function submitted(form: PageForm, values: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return form.fields.flatMap(({ name, values: filledIn }) =>
    (values[name] ?? filledIn).map((value): [string, string] => [prefix + name, value]),
  );
}

function fieldOf(page: Page, field: Element): SeenField {
  const named = page(field).find(`[name^="${prefix}"]`);
  const label = page(field).find('legend, label').first().clone();
  label.find('.hint').remove();
  const shared = { name: (named.attr('name') ?? '').slice(prefix.length), label: label.text().trim() };
  const boxes = named.filter('[type=checkbox], [type=radio]').toArray();
  if (boxes.length === 0) {
    return { ...shared, options: [], values: [named.is('textarea') ? named.text() : (named.attr('value') ?? '')] };
  }
  const value = (box: Element) => page(box).attr('value') ?? '';
  return {
    ...shared,
    options: boxes.map((box) => ({ value: value(box), label: page(box).closest('label').text().trim() })),
    values: boxes.filter((box) => page(box).attr('checked') !== undefined).map(value),
  };
}

function hiddenFields(page: Page, form: AnyNode | undefined): [string, string][] {
  if (!form) return [];
  const fields = page(form).find('input[type=hidden]').toArray();
  return fields.map((field) => [page(field).attr('name') ?? '', page(field).attr('value') ?? '']);
}

/** Text as it is read: every block on lines of its own, rows of buttons left out. */
function textOf(page: Page, root: AnyNode | undefined): string {
  const read = (node: AnyNode): string => {
    if (node.type === 'text') return node.data;
    if (node.type !== 'tag') return '';
    if (page(node).hasClass('actions')) return '';
    const inside = node.children.map(read).join('');
    return blocks.has(node.name) ? `\n${inside}\n` : inside;
  };
  if (!root) return '';
  return read(root)
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}
