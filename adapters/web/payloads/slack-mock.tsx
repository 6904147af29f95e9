import type { ComponentChildren, VNode } from 'preact';
import { z } from 'zod';

/*
 * Draws Block Kit as Slack roughly shows it: what stands where and with which weight, not Slack's looks. It reads the payload
 * alone, so that what is missing there is missing in the picture.
 */

const style = z
  .object({ bold: z.boolean().optional(), italic: z.boolean().optional(), code: z.boolean().optional() })
  .optional();
const run = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  timestamp: z.number().optional(),
  format: z.string().optional(),
  style,
});
const element = z.looseObject({ type: z.string(), elements: z.array(z.looseObject({ type: z.string() })).optional() });
const words = z.looseObject({ text: z.string() });
const option = z.looseObject({ text: words, description: words.optional() });
const control = z.looseObject({
  type: z.string(),
  text: z.union([words, z.string()]).optional(),
  style: z.string().optional(),
  options: z.array(option).optional(),
  initial_value: z.string().optional(),
  placeholder: words.optional(),
});
const block = z.looseObject({
  type: z.string(),
  text: words.optional(),
  label: words.optional(),
  elements: z.array(z.looseObject({ type: z.string() })).optional(),
  element: control.optional(),
});
const payload = z.looseObject({ blocks: z.array(block), title: words.optional(), submit: words.optional() });

export function SlackMock({ payload: given }: { payload: unknown }): VNode {
  const { blocks, title, submit } = payload.parse(given);
  return (
    <div class={title ? 'mock mock-modal' : 'mock'}>
      {title && <p class="mock-title">{title.text}</p>}
      {blocks.map(drawBlock)}
      {submit && <span class="mock-button mock-primary">{submit.text}</span>}
    </div>
  );
}

function drawBlock(one: z.infer<typeof block>): ComponentChildren {
  switch (one.type) {
    case 'header':
      return <p class="mock-heading">{one.text?.text}</p>;
    case 'rich_text':
      return <>{z.array(element).parse(one.elements).map(drawElement)}</>;
    case 'section':
      return <p>{one.text?.text}</p>;
    case 'context':
      return (
        <p class="mock-small">
          {z
            .array(control)
            .parse(one.elements)
            .map((part) => mrkdwn(typeof part.text === 'string' ? part.text : (part.text?.text ?? '')))}
        </p>
      );
    case 'actions':
      return (
        <p class="mock-row">
          {z
            .array(control)
            .parse(one.elements)
            .map((button) => (
              <span class={`mock-button ${button.style === 'primary' ? 'mock-primary' : ''}`}>
                {typeof button.text === 'string' ? button.text : button.text?.text}
              </span>
            ))}
        </p>
      );
    case 'input':
      return <SlackInput label={one.label?.text ?? ''} field={control.parse(one.element)} />;
    default:
      return <p class="mock-small">({one.type})</p>;
  }
}

/** Slack puts the reader's own time in the place of a date token, and reads its three escapes. */
function mrkdwn(text: string): string {
  return text
    .replaceAll(/<!date\^(\d+)\^([^|>]*)\|[^>]*>/g, (_, seconds: string, format: string) =>
      moment(Number(seconds), format),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A moment as Slack's format tokens show it; the picture has no reader and shows UTC. */
function moment(seconds: number, format: string): string {
  const at = new Date(seconds * 1000);
  const day = (month: 'short' | 'long') =>
    at.toLocaleDateString('en-US', { year: 'numeric', month, day: 'numeric', timeZone: 'UTC' });
  return format
    .replaceAll('{time}', at.toISOString().slice(11, 16))
    .replaceAll('{date_short_pretty}', day('short'))
    .replaceAll('{date}', day('long'));
}

function drawElement(one: z.infer<typeof element>): ComponentChildren {
  const inner = one.elements ?? [];
  if (one.type === 'rich_text_list')
    return (
      <ul>
        {z
          .array(element)
          .parse(inner)
          .map((item) => (
            <li>{z.array(run).parse(item.elements).map(drawRun)}</li>
          ))}
      </ul>
    );
  const runs = z.array(run).parse(inner).map(drawRun);
  return one.type === 'rich_text_preformatted' ? <pre>{runs}</pre> : <p>{runs}</p>;
}

function drawRun(one: z.infer<typeof run>): ComponentChildren {
  const text = one.type === 'date' ? moment(one.timestamp ?? 0, one.format ?? '') : (one.text ?? '');
  if (one.style?.code) return <code>{text}</code>;
  if (one.style?.bold) return <strong>{text}</strong>;
  return one.style?.italic ? <em>{text}</em> : text;
}

function SlackInput({ label, field }: { label: string; field: z.infer<typeof control> }): VNode {
  return (
    <div class="mock-field">
      <p class="mock-label">{label}</p>
      {field.options ? (
        field.options.map((one) => (
          <p>
            <span class="mock-box" /> {one.text.text}
          </p>
        ))
      ) : (
        <p class="mock-input">{field.initial_value || field.placeholder?.text || ' '}</p>
      )}
    </div>
  );
}
