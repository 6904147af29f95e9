import { needPart, pythonPart } from './parts.ts';

/** The machine's Python, 3.11 or newer; `undefined`, with one printed line, where there is none. */
export function pythonProgram(): string | undefined {
  return needPart(pythonPart);
}
