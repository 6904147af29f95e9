import { describe, expect, it } from 'vitest';
import { blockFaults, type Surface } from '../fakes/slack/rules/blocks.ts';
import { viewFault } from '../fakes/slack/rules/views.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const option = (value: string) => ({ text: plain(value), value });
const button = (id: string) => ({ type: 'button', action_id: id, text: plain('Go') });
const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] };
const times = <T>(n: number, make: (index: number) => T) => Array.from({ length: n }, (_, index) => make(index));
const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'f',
  label: plain('L'),
  element,
  ...more,
});
const boxes = (n: number) => ({ type: 'checkboxes', options: times(n, (i) => option(String(i))) });
const bars = (...labels: string[]) => ({
  type: 'data_visualization',
  title: 'Points',
  chart: {
    type: 'bar',
    series: [{ name: 's', data: labels.map((label) => ({ label, value: 1 })) }],
    axis_config: { categories: ['Mon', 'Tue'] },
  },
});
const pie = (value: number) => ({
  type: 'data_visualization',
  title: 'Share',
  chart: { type: 'pie', segments: [{ label: 'A', value }] },
});
const cells = (rows: number, columns: number, length = 1) =>
  times(rows, () => times(columns, () => ({ type: 'raw_text', text: 'x'.repeat(length) })));
const table = (rows: number, columns: number, length = 1) => ({ type: 'table', rows: cells(rows, columns, length) });

/** Contract 10.3, one line a rule: what it is, the blocks, where they stand, the error. */
const refused: [string, unknown[], Surface?, string?][] = [
  ['51 blocks in a message', times(51, () => ({ type: 'divider' }))],
  ['101 blocks in a modal', times(101, () => ({ type: 'divider' })), 'modal'],
  ['a block_id twice', times(2, () => ({ type: 'divider', block_id: 'same' }))],
  ['an action_id twice in a block', [{ type: 'actions', elements: [button('a'), button('a')] }]],
  ['an empty text', [{ type: 'section', text: { type: 'mrkdwn', text: '' } }]],
  ['a text over 3,000', [{ type: 'section', text: plain('x'.repeat(3001)) }]],
  ['a section without text and fields', [{ type: 'section' }]],
  ['eleven fields', [{ type: 'section', fields: times(11, () => plain('x')) }]],
  ['a field over 2,000', [{ type: 'section', fields: [plain('x'.repeat(2001))] }]],
  ['a header over 150', [{ type: 'header', text: plain('x'.repeat(151)) }]],
  ['mrkdwn in a header', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
  ['eleven context elements', [{ type: 'context', elements: times(11, () => plain('x')) }]],
  ['actions without elements', [{ type: 'actions', elements: [] }]],
  ['26 buttons', [{ type: 'actions', elements: times(26, (i) => button(`a${i}`)) }]],
  ['a button text over 75', [{ type: 'actions', elements: [{ ...button('a'), text: plain('x'.repeat(76)) }] }]],
  ['a button value over 2,000', [{ type: 'actions', elements: [{ ...button('a'), value: 'x'.repeat(2001) }] }]],
  [
    'an accessibility label over 75',
    [{ type: 'actions', elements: [{ ...button('a'), accessibility_label: 'x'.repeat(76) }] }],
  ],
  ['an action_id over 255', [{ type: 'actions', elements: [button('x'.repeat(256))] }]],
  ['mrkdwn on a button', [{ type: 'actions', elements: [{ ...button('a'), text: { type: 'mrkdwn', text: 'x' } }] }]],
  ['an unknown button style', [{ type: 'actions', elements: [{ ...button('a'), style: 'default' }] }]],
  ['an image without alt_text', [{ type: 'image', image_url: 'https://example.org/a.png' }]],
  ['an unknown block', [{ type: 'marquee' }]],
  ['an unknown element', [{ type: 'actions', elements: [{ type: 'slider' }] }]],
  ['an unknown key', [{ type: 'divider', colour: 'red' }]],
  ['an input without a label', [{ type: 'input', element: { type: 'plain_text_input' } }]],
  ['no check boxes', [input(boxes(0))]],
  ['eleven check boxes', [input(boxes(11))]],
  ['eleven radio buttons', [input({ type: 'radio_buttons', options: times(11, (i) => option(String(i))) })]],
  ['101 menu options', [input({ type: 'static_select', options: times(101, (i) => option(String(i))) })]],
  [
    'six overflow options',
    [{ type: 'actions', elements: [{ type: 'overflow', options: times(6, (i) => option(String(i))) }] }],
  ],
  ['an option without a value', [input({ type: 'static_select', options: [{ text: plain('x') }] })]],
  ['an option text over 75', [input({ type: 'static_select', options: [option('x'.repeat(76))] })]],
  [
    'mrkdwn in a menu option',
    [input({ type: 'static_select', options: [{ text: { type: 'mrkdwn', text: 'x' }, value: 'x' }] })],
  ],
  [
    'an initial option that is none',
    [input({ type: 'static_select', options: [option('a')], initial_option: option('b') })],
  ],
  ['initial options that are none', [input({ ...boxes(2), initial_options: [option('9')] })]],
  ['a text input as an accessory', [{ type: 'section', text: plain('x'), accessory: { type: 'plain_text_input' } }]],
  ['a text input among actions', [{ type: 'actions', elements: [{ type: 'plain_text_input' }] }]],
  ['a text input over 3,000', [input({ type: 'plain_text_input', max_length: 3001 })]],
  [
    'a number input whose least is over its most',
    [input({ type: 'number_input', is_decimal_allowed: false, min_value: '2', max_value: '1' })],
  ],
  ['a third chart', times(3, () => pie(1))],
  ['chart labels that are not the categories', [bars('Mon', 'Wed')]],
  ['a chart with a point too few', [bars('Mon')]],
  ['a pie slice of nothing', [pie(0)]],
  ['a chart in a modal', [pie(1)], 'modal'],
  ['a chart in the Home tab', [pie(1)], 'home'],
  ['a markdown block in a modal', [{ type: 'markdown', text: 'x' }], 'modal'],
  ['a markdown block in the Home tab', [{ type: 'markdown', text: 'x' }], 'home'],
  ['markdown over 12,000 together', times(2, () => ({ type: 'markdown', text: 'x'.repeat(6001) }))],
  ['a table in a modal', [table(2, 2)], 'modal'],
  ['a second table', [table(2, 2), table(2, 2)], 'message', 'invalid_attachments'],
  ['a table over 10,000 characters', [table(10, 10, 101)]],
  ['a table of 101 rows', [table(101, 1)]],
  ['a table of 21 columns', [table(1, 21)]],
  ['a data table over 20,000 characters', [{ type: 'data_table', caption: 'c', rows: cells(20, 10, 101) }]],
  ['a data table without a caption', [{ type: 'data_table', rows: cells(2, 2) }]],
  ['rich text with nothing in it', [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }]],
  [
    'an empty run of rich text',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
  ],
  [
    'a mention in rich text',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }] }],
  ],
  [
    'blocks that are too long together',
    times(5, () => ({ type: 'section', text: plain('x'.repeat(2800)) })),
    'message',
    'msg_blocks_too_long',
  ],
];

describe('the fake refuses blocks as Slack does', () => {
  it.each(refused)('%s', (_, blocks, surface = 'message', error = 'invalid_blocks') => {
    const faults = blockFaults(blocks, surface);
    expect(faults.map((fault) => fault.error)).toContain(error);
    if (error === 'invalid_blocks') expect(faults[0]?.message).toMatch(/^\[ERROR\] .+ \[json-pointer:\/blocks/);
  });

  it('blocks that are no array', () => {
    expect(blockFaults({ type: 'divider' }, 'message')[0]?.error).toBe('invalid_blocks_format');
  });

  it('and takes what is within the limits', () => {
    const fine = [
      { type: 'header', text: plain('x'.repeat(150)) },
      rich,
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'x', verbatim: true }] },
      { type: 'actions', elements: times(25, (i) => button(`a${i}`)) },
      bars('Tue', 'Mon'),
      table(3, 3),
    ];
    expect(blockFaults(fine, 'message')).toEqual([]);
    expect(blockFaults([rich, input({ type: 'plain_text_input' })], 'modal')).toEqual([]);
  });
});

const modal = { type: 'modal', title: plain('T'), submit: plain('S'), blocks: [input({ type: 'plain_text_input' })] };

/** Contract section 2 and 10.8. */
const refusedViews: [string, object, string?][] = [
  ['a title over 24', { ...modal, title: plain('x'.repeat(25)) }],
  ['a submit over 24', { ...modal, submit: plain('x'.repeat(25)) }],
  ['an input without submit', { ...modal, submit: undefined }],
  ['private_metadata over 3,000', { ...modal, private_metadata: 'x'.repeat(3001) }],
  ['a callback_id over 255', { ...modal, callback_id: 'x'.repeat(256) }],
  ['a block that modals have not', { ...modal, blocks: [{ type: 'markdown', text: 'x' }] }],
  ['over 250 kB', { ...modal, private_metadata: 'x'.repeat(250_001) }, 'view_too_large'],
];

describe('the fake refuses views as Slack does', () => {
  it.each(refusedViews)('%s', (_, view, error = 'invalid_arguments') => {
    expect(viewFault(view, 'modal')?.error).toBe(error);
  });
  it('and takes what is within the limits', () => {
    expect(viewFault(modal, 'modal')).toBeUndefined();
  });
});
