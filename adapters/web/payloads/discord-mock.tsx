import type { PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { ComponentChildren, VNode } from 'preact';
import { z } from 'zod';

/* Draws Components V2 as Discord roughly shows them: what stands where and with which weight, from the payload alone. */

const option = z.looseObject({ label: z.string() });
const component = z.looseObject({
  type: z.number(),
  content: z.string().optional(),
  label: z.string().optional(),
  style: z.number().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  options: z.array(option).optional(),
  get components(): z.ZodOptional<z.ZodArray<typeof component>> {
    return z.array(component).optional();
  },
  get component(): z.ZodOptional<typeof component> {
    return component.optional();
  },
});
type Component = z.infer<typeof component>;
const payload = z.looseObject({ title: z.string().optional(), components: z.array(component) });

const kinds = { row: 1, button: 2, text: 10, label: 18 } as const;
const primary = 1;

export function DiscordMock({ payload: given }: { payload: unknown }): VNode {
  const { title, components } = payload.parse(given);
  return (
    <div class={title === undefined ? 'mock' : 'mock mock-modal'}>
      {title !== undefined && <p class="mock-title">{title}</p>}
      {components.map((one) => draw(one))}
    </div>
  );
}

function draw(one: Component): ComponentChildren {
  switch (one.type) {
    case kinds.text:
      // Small print is a matter of single lines.
      return <>{(one.content ?? '').split(/^(-# .*)$/m).map(drawMarkdown)}</>;
    case kinds.row:
      return <p class="mock-row">{one.components?.map((inner) => draw(inner))}</p>;
    case kinds.button:
      return <span class={`mock-button ${one.style === primary ? 'mock-primary' : ''}`}>{one.label}</span>;
    case kinds.label:
      return (
        <div class="mock-field">
          <p class="mock-label">{one.label}</p>
          {one.component && draw(one.component)}
        </div>
      );
    default:
      return one.options ? (
        one.options.map((choice) => (
          <p>
            <span class="mock-box" /> {choice.label}
          </p>
        ))
      ) : (
        <p class="mock-input">{one.value || one.placeholder || ' '}</p>
      );
  }
}

function drawMarkdown(text: string): VNode {
  const small = text.startsWith('-# ');
  return (
    <div class={small ? 'mock-small' : ''}>{fromMarkdown(small ? text.slice(3) : text).children.map(drawNode)}</div>
  );
}

function drawNode(node: RootContent): ComponentChildren {
  if (node.type === 'heading') return <p class="mock-heading">{node.children.map(drawRun)}</p>;
  if (node.type === 'code') return <pre>{node.value}</pre>;
  if (node.type === 'list')
    return (
      <ul>
        {node.children.map((item) => (
          <li>{item.children.map(drawNode)}</li>
        ))}
      </ul>
    );
  return <p>{'children' in node ? (node.children as PhrasingContent[]).map(drawRun) : null}</p>;
}

function drawRun(node: PhrasingContent): ComponentChildren {
  if (node.type === 'text' || node.type === 'html') return <span class="mock-text">{withMoments(node.value)}</span>;
  if (node.type === 'inlineCode') return <code>{node.value}</code>;
  if (node.type === 'strong') return <strong>{node.children.map(drawRun)}</strong>;
  if (node.type === 'emphasis') return <em>{node.children.map(drawRun)}</em>;
  return <>{'children' in node ? node.children.map(drawRun) : null}</>;
}

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
};

/** Discord shows a moment in the reader's zone; the picture has no reader and shows UTC. */
function withMoments(text: string): string {
  return text.replaceAll(/<t:(\d+):(\w)>/g, (_, seconds: string, style: string) =>
    new Intl.DateTimeFormat('en-GB', { ...styles[style], timeZone: 'UTC' }).format(new Date(Number(seconds) * 1000)),
  );
}
