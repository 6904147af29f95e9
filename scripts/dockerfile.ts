/** One stage of a Dockerfile, with what it says in order. */
export interface Stage {
  /** Its name, or its number where it has none. */
  readonly name: string;
  readonly image: string;
  readonly steps: readonly Step[];
}

/** One instruction, such as `COPY` with the rest of its line. */
export interface Step {
  readonly instruction: string;
  readonly rest: string;
}

const known = new Set(['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'CMD']);

/**
 * Reads a Dockerfile: comments, continued lines, stages.
 * @throws on an instruction that the replay would not carry out as Docker does
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: { name: string; image: string; steps: Step[] }[] = [];
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\s*\\\n\s*/g, ' ')
    .split('\n');
  for (const line of lines) {
    const [, instruction = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (instruction === 'FROM') {
      const [, image = '', name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
      stages.push({ name: name ?? String(stages.length), image, steps: [] });
      continue;
    }
    if (!known.has(instruction)) throw new Error(`The replay doesn't know "${line}".`);
    const stage = stages.at(-1);
    if (!stage) throw new Error(`"${line}" stands before the first FROM.`);
    stage.steps.push({ instruction, rest });
  }
  return stages;
}

/** What a COPY line says. */
export interface Copy {
  readonly fromStage: string | undefined;
  readonly owner: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

/** Takes a COPY line apart. */
export function parseCopy(rest: string): Copy {
  const words = rest.split(/\s+/);
  const flags = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const flag = (name: string) => flags.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const target = paths.at(-1);
  if (paths.length < 2 || target === undefined) throw new Error(`"COPY ${rest}" names no source and target.`);
  if (flags.some((word) => !/^--(from|chown)=/.test(word))) throw new Error(`The replay doesn't know "COPY ${rest}".`);
  return { fromStage: flag('from'), owner: flag('chown'), sources: paths.slice(0, -1), target };
}

/** The program and arguments of a CMD, or of a HEALTHCHECK's CMD, in the JSON form, which no shell reads. */
export function parseExec(rest: string): string[] {
  const json = /\[.*\]$/.exec(rest)?.[0];
  const words: unknown = JSON.parse(json ?? 'null');
  if (!Array.isArray(words) || !words.every((word): word is string => typeof word === 'string')) {
    throw new Error(`"${rest}" is not in the JSON form, so signals would go to a shell.`);
  }
  return words;
}
