import { DOMParser, type Element, onErrorStopParsing, ParseError } from '@xmldom/xmldom';
import type { ForeignFile, ForeignOption, ForeignQuestion, ForeignText, TextFormat } from './foreign.ts';

const formats: Readonly<Record<string, TextFormat>> = {
  markdown: 'markdown',
  html: 'html',
  plain_text: 'plain',
  moodle_auto_format: 'auto',
};

/** Reads a file in Moodle XML. Categories are passed over; XML that is not well-formed is one finding, with its line. */
export function readMoodle(file: string, xml: string): ForeignFile {
  const parser = new DOMParser({ onError: onErrorStopParsing });
  try {
    const root = parser.parseFromString(xml.replace(/^\uFEFF/, ''), 'text/xml').documentElement;
    if (root?.nodeName !== 'quiz') {
      return { questions: [], findings: [{ file, line: root?.lineNumber ?? 1, reason: 'the file holds no <quiz>' }] };
    }
    const elements = childrenOf(root, 'question').filter((element) => element.getAttribute('type') !== 'category');
    return { questions: elements.map(questionOf), findings: [] };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const line = Number(error.locator?.lineNumber ?? 1);
    return { questions: [], findings: [{ file, line, reason: `not XML: ${error.message.split('\n')[0]}` }] };
  }
}

function questionOf(element: Element): ForeignQuestion {
  const prompt = textOf(element, 'questiontext', 'html') ?? { text: '', format: 'html', line: lineOf(element) };
  const general = textOf(element, 'generalfeedback', prompt.format);
  const id = childrenOf(element, 'idnumber')[0]?.textContent?.trim();
  const kind = element.getAttribute('type') ?? '';
  return {
    line: lineOf(element),
    kind,
    name: textOf(element, 'name', 'plain')?.text ?? '',
    ...(id ? { idNumber: id } : {}),
    tags: childrenOf(childrenOf(element, 'tags')[0], 'tag').map((tag) => tag.textContent?.trim() ?? ''),
    prompt,
    single: !/^(?:false|0)$/.test(childrenOf(element, 'single')[0]?.textContent?.trim() ?? 'true'),
    shuffled: !/^(?:false|0)$/.test(childrenOf(element, 'shuffleanswers')[0]?.textContent?.trim() ?? 'true'),
    options:
      kind === 'multichoice' ? childrenOf(element, 'answer').map((answer) => optionOf(answer, prompt.format)) : [],
    ...(general === undefined || general.text === '' ? {} : { generalFeedback: general }),
    files: filesOf(element),
  };
}

function optionOf(answer: Element, inherited: TextFormat): ForeignOption {
  const format = formats[answer.getAttribute('format') ?? ''] ?? inherited;
  const feedback = textOf(answer, 'feedback', format);
  return {
    text: contentOf(answer, format),
    percent: Number(answer.getAttribute('fraction') ?? 0),
    ...(feedback === undefined || feedback.text === '' ? {} : { feedback }),
  };
}

function textOf(parent: Element, name: string, otherwise: TextFormat): ForeignText | undefined {
  const [element] = childrenOf(parent, name);
  if (element === undefined) return undefined;
  return contentOf(element, formats[element.getAttribute('format') ?? ''] ?? otherwise);
}

/** The text in an element's `<text>`, with the line on which its first character that is no space stands. */
function contentOf(element: Element, format: TextFormat): ForeignText {
  const [holder = element] = childrenOf(element, 'text');
  const text = holder.textContent ?? '';
  const before = /^\s*/.exec(text)?.[0].split('\n').length ?? 1;
  return { text: text.trim(), format, line: lineOf(holder) + before - 1 };
}

/** Embedded files, and the pictures of Moodle 1. */
function filesOf(element: Element): ForeignQuestion['files'] {
  return Array.from(element.getElementsByTagName('*')).flatMap((inner) => {
    const old = inner.nodeName === 'image' || inner.nodeName === 'image_base64';
    if (inner.nodeName !== 'file' && !(old && inner.textContent?.trim())) return [];
    return [{ name: inner.getAttribute('name') ?? inner.nodeName, line: lineOf(inner) }];
  });
}

const lineOf = (element: Element) => element.lineNumber ?? 1;

function childrenOf(parent: Element | undefined, name: string): Element[] {
  return Array.from(parent?.childNodes ?? []).filter(
    (node): node is Element => node.nodeType === 1 && node.nodeName === name,
  );
}
