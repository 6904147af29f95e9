import { distance } from 'fastest-levenshtein';
import { parse } from 'yaml';
import { z } from 'zod';

const concept = z.object({
  slug: z.string(),
  title: z.string(),
  proof: z.enum(['pglite', 'postgres', 'node', 'python', 'http', 'sim', 'cite']),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  about: z.string(),
  seed: z.boolean().default(false),
});
const subject = z.object({
  slug: z.string(),
  title: z.string(),
  sources: z.array(z.string()),
  concepts: z.array(concept),
});
const area = z.object({ slug: z.string(), title: z.string(), about: z.string(), subjects: z.array(subject) });
const file = z.object({
  study_order: z.array(z.string()),
  demand_order: z.array(z.string()),
  areas: z.array(area),
  sources: z.record(z.string(), z.object({ title: z.string(), url: z.string(), licence: z.string() })),
});

export type Area = z.infer<typeof area>;

/** A concept with what stands above it. */
export interface Concept {
  /** area/subject/concept */
  path: string;
  title: string;
  areaTitle: string;
  subjectTitle: string;
  tier: 1 | 2 | 3;
  /** How its answers are proven unless a question says otherwise; `cite` is by sources alone. */
  proof: z.infer<typeof concept>['proof'];
  about: string;
  seed: boolean;
}

/** A node of the taxonomy; its path is a prefix of the ids of its questions. */
export interface Topic {
  path: string;
  title: string;
  level: 'area' | 'subject' | 'concept';
}

/** What a typed topic can mean. */
export interface TopicMatch {
  /** What was meant, the widest first; more than one where a word names several topics. */
  matches: Topic[];
  /** Likely meant, the nearest first; at most three, and empty where there are matches. */
  near: Topic[];
}

export interface Taxonomy {
  areas: Area[];
  studyOrder: string[];
  demandOrder: string[];
  sources: Readonly<Record<string, { title: string; url: string; licence: string }>>;
  concept(path: string): Concept | undefined;
  /** All concepts in the file's order. */
  concepts(): Concept[];
  /** Every area, subject and concept in the file's order. */
  topics(): Topic[];
  topic(path: string): Topic | undefined;
  /** Finds an area, subject or concept by slug, path, title or a common short name, whatever the case. */
  find(topic: string): TopicMatch;
}

/** Short names that people type. */
const shortNames: Readonly<Record<string, string>> = {
  sql: 'databases-sql',
  db: 'databases-sql',
  database: 'databases-sql',
  databases: 'databases-sql',
  postgres: 'databases-sql',
  postgresql: 'databases-sql',
  py: 'python',
  http: 'http-apis',
  api: 'http-apis',
  apis: 'http-apis',
  rest: 'http-apis/rest-design',
  auth: 'http-apis/authn-authz',
  node: 'nodejs',
  js: 'nodejs/js-language',
  javascript: 'nodejs/js-language',
  ai: 'ai-engineering',
  llm: 'ai-engineering',
  llms: 'ai-engineering',
  ml: 'ai-engineering',
  rag: 'ai-engineering/rag',
  design: 'system-design',
  systems: 'system-design',
  sysdesign: 'system-design',
  queues: 'system-design/sd-patterns/message-queues',
};

const plain = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, ' ')
    .trim();

/** taxonomy.yaml as data. */
export type TaxonomyData = z.infer<typeof file>;

/** Reads the text of taxonomy.yaml. @throws {z.ZodError} where its shape is wrong. */
export function readTaxonomy(yaml: string): TaxonomyData {
  return file.parse(parse(yaml));
}

/** The taxonomy of a text. @throws {z.ZodError} where its shape is wrong. */
export function parseTaxonomy(yaml: string): Taxonomy {
  return taxonomyOf(readTaxonomy(yaml));
}

/** The taxonomy with its look-ups. */
export function taxonomyOf({ areas, study_order, demand_order, sources }: TaxonomyData): Taxonomy {
  const concepts = new Map<string, Concept>();
  const topics = new Map<string, Topic>();
  for (const a of areas) {
    topics.set(a.slug, { path: a.slug, title: a.title, level: 'area' });
    for (const s of a.subjects) {
      const subjectPath = `${a.slug}/${s.slug}`;
      topics.set(subjectPath, { path: subjectPath, title: s.title, level: 'subject' });
      for (const { slug, ...c } of s.concepts) {
        const path = `${subjectPath}/${slug}`;
        topics.set(path, { path, title: c.title, level: 'concept' });
        concepts.set(path, { path, areaTitle: a.title, subjectTitle: s.title, ...c });
      }
    }
  }
  const names = nameIndex([...topics.values()]);
  return {
    areas,
    studyOrder: study_order,
    demandOrder: demand_order,
    sources,
    concept: (path) => concepts.get(path),
    concepts: () => [...concepts.values()],
    topics: () => [...topics.values()],
    topic: (path) => topics.get(path),
    find: (typed) => {
      const word = plain(typed);
      const short = topics.get(shortNames[word] ?? '');
      const matches = short === undefined ? (names.get(word) ?? []) : [short];
      return { matches, near: matches.length > 0 ? [] : nearest(word, names) };
    },
  };
}

function nameIndex(topics: readonly Topic[]): Map<string, Topic[]> {
  const names = new Map<string, Topic[]>();
  for (const topic of topics) {
    const slug = topic.path.slice(topic.path.lastIndexOf('/') + 1);
    for (const name of new Set([topic.path.replaceAll('-', ' '), slug, topic.title].map(plain))) {
      names.set(name, [...(names.get(name) ?? []), topic]);
    }
  }
  const widest = { area: 0, subject: 1, concept: 2 };
  for (const found of names.values()) found.sort((x, y) => widest[x.level] - widest[y.level]);
  return names;
}

/** No topic's name is longer; comparing pages of text with every name would keep everybody else waiting. */
const longestName = 80;

function nearest(word: string, names: ReadonlyMap<string, Topic[]>): Topic[] {
  if (word.length < 2 || word.length > longestName) return [];
  const scored = new Map<Topic, number>();
  const note = (topic: Topic, score: number) => scored.set(topic, Math.min(score, scored.get(topic) ?? score));
  for (const [name, topics] of names) {
    const far = distance(word, name);
    const part = word.length > 2 && (` ${name}`.includes(` ${word}`) || word.includes(name));
    if (far <= Math.max(1, Math.floor(word.length / 3)) || part) {
      for (const topic of topics) note(topic, part ? Math.min(far, 3) : far);
    }
  }
  for (const [short, path] of Object.entries(shortNames)) {
    const topic = [...names.values()].flat().find((t) => t.path === path);
    if (topic !== undefined && short.length > 2 && distance(word, short) === 1) note(topic, 1);
  }
  return [...scored]
    .sort((x, y) => x[1] - y[1])
    .slice(0, 3)
    .map(([topic]) => topic);
}
