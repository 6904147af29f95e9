import type { Block, Button, Field, Form, Inline, Message, ProseBlock } from '../../src/view/message.ts';

/**
 * What the port promises its adapters about messages and forms (src/view/message.ts, src/platform.ts), checked.
 * @throws Error that names the rule: a fault of the engine, never of a person
 */
export function checkMessage(message: Message): void {
  if (message.blocks.length === 0) throw new Error('a message says nothing');
  const buttons = message.blocks.flatMap((block) => (block.kind === 'actions' ? block.buttons : []));
  const actions = buttons.map(({ action }) => action);
  if (new Set(actions).size !== actions.length) throw new Error(`an action stands twice in a message: ${actions}`);
  for (const block of message.blocks) checkBlock(block);
  checkCharacters(message);
}

/** As {@link checkMessage}, for a form. */
export function checkForm(form: Form): void {
  atMost(form.form, 100, 'the id of a form');
  atMost(form.title, 24, 'the title of a form');
  atMost(form.submit, 24, 'the submit button of a form');
  for (const block of form.body ?? []) checkBlock(block);
  const most = form.body ? 4 : 5;
  if (form.fields.length === 0 || form.fields.length > most) throw new Error(`a form has ${form.fields.length} fields`);
  for (const field of form.fields) checkField(field);
  checkCharacters(form);
}

function checkBlock(block: Block): void {
  if (block.kind === 'heading') notEmpty(block.text, 'a heading');
  if (block.kind === 'prose') for (const part of block.prose) checkProse(part);
  if (block.kind === 'lines') for (const line of block.lines) checkRuns(line, 'a line');
  if (block.kind === 'note') checkRuns(block.content, 'a note');
  if (block.kind === 'choices') {
    for (const { letter, content } of block.choices) {
      notEmpty(letter, 'a letter');
      checkRuns(content, 'an option');
    }
  }
  if (block.kind === 'actions') {
    const { length } = block.buttons;
    if (length === 0 || length > 10) throw new Error(`a row has ${length} buttons`);
    for (const button of block.buttons) checkButton(button);
  }
}

function checkProse(block: ProseBlock): void {
  if (block.kind === 'paragraph') checkRuns(block.content, 'a paragraph');
  else if (block.kind === 'code') notEmpty(block.text, 'a piece of code');
  else for (const item of block.items) checkRuns(item, 'an item of a list');
}

function checkRuns(runs: readonly Inline[], what: string): void {
  if (runs.length === 0) throw new Error(`${what} is empty`);
  for (const run of runs) {
    if (run.kind !== 'instant') notEmpty(run.text, what);
    else if (!Number.isInteger(run.at)) throw new Error(`${what} has a moment that is none: ${run.at}`);
  }
}

function checkButton({ label, action, describes }: Button): void {
  notEmpty(label, 'a label');
  atMost(label, 75, 'a label');
  atMost(action, 100, 'an action');
  if (describes !== undefined) atMost(describes, 75, 'what a button is called aloud');
}

function checkField(field: Field): void {
  atMost(field.label, 45, 'the label of a field');
  if (field.kind === 'text') {
    if ((field.value ?? '').length > field.maxLength)
      throw new Error(`${field.name} is filled in with more than it takes`);
    return;
  }
  const values = field.options.map(({ value }) => value);
  if (new Set(values).size !== values.length || values.length === 0) throw new Error(`${field.name}: ${values}`);
  const picked = field.kind === 'checks' ? field.picked : field.picked === undefined ? [] : [field.picked];
  if (picked.some((value) => !values.includes(value))) throw new Error(`${field.name} has ${picked} of ${values}`);
  for (const { value, label } of field.options) {
    atMost(value, 75, 'a value');
    atMost(label, 75, 'what a choice is called');
  }
}

function notEmpty(text: string, what: string): void {
  if (text === '') throw new Error(`${what} is empty`);
}

function atMost(text: string, characters: number, what: string): void {
  notEmpty(text, what);
  if (text.length > characters) throw new Error(`${what} has ${text.length} characters: ${text.slice(0, 200)}`);
}

/** Half a character would be refused or spoil what stands beside it; what is too long is refused by every platform. */
function checkCharacters(shown: Message | Form): void {
  const json = JSON.stringify(shown);
  if (/\\ud[89a-f]/i.test(json)) throw new Error('half a character is sent');
  if (json.length > 20_000) throw new Error(`${json.length} characters are sent at once`);
}
