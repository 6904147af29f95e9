import type { Concept, Taxonomy } from './taxonomy.ts';

const proofs: Record<string, string> = {
  sql: `    proof:
      runs: sql
      setup: |
        create table t (v int);
        insert into t values (1);
      shows:                               # one boolean for every option, in order
        - select count(*) = 1 from t
        - select count(*) = 2 from t
        - select count(*) = 3 from t
        - select count(*) = 4 from t`,
  node: `    proof:
      runs: node
      script: |
        // subject: begin
        const value = 1;
        // subject: end
        console.log(JSON.stringify([value === 1, value === 2, value === 3, value === 4]));`,
  python: `    proof:
      runs: python
      script: |
        import json
        # subject: begin
        value = 1
        # subject: end
        print(json.dumps([value == 1, value == 2, value == 3, value == 4]))`,
};

const runsOn: Record<Concept['proof'], string | undefined> = {
  pglite: 'sql',
  postgres: 'sql',
  node: 'node',
  http: 'node',
  sim: 'node',
  python: 'python',
  cite: undefined,
};

/**
 * A new concept file with one question to fill in, headed by what the taxonomy says about the concept. It has the right shape and a
 * proof that runs, so that every check speaks about what was changed in it.
 */
export function scaffold(concept: Concept, taxonomy: Taxonomy, today: string): string {
  return `${scaffoldHead(concept, taxonomy)}${scaffoldQuestion(concept, taxonomy, today)}`;
}

/** The part of a new concept file above its questions. */
export function scaffoldHead(concept: Concept, taxonomy: Taxonomy): string {
  return `# yaml-language-server: $schema=../../question.schema.json
# ${concept.areaTitle}, ${concept.subjectTitle}, ${concept.title}: ${concept.about}.
# Tier ${concept.tier}; proven by ${concept.proof === 'cite' ? 'two sources' : (runsOn[concept.proof] ?? '')}. Sources of the subject:
${sourcesOf(concept, taxonomy)}
# Asked as: "…"
concept: ${concept.path}
questions:
`;
}

/** One more question for a file that is there already. */
export function scaffoldQuestion(concept: Concept, taxonomy: Taxonomy, today: string): string {
  const runs = runsOn[concept.proof];
  const cited = sourcesToCite(concept, taxonomy).map(
    ({ ref, section, url }) => `      - {ref: ${ref}, section: "${section}", url: "${url}"}`,
  );
  return `  - slug: the-decision-in-three-words
    difficulty: 2                          # 1 warm-up, 2 expected of a senior, 3 stretch
    pick: one                              # one | several
    prompt: |
      …
    options:
      - text: "…1"
        right: true
        why: "…"
      - text: "…2"
        why: "…"
      - text: "…3"
        why: "…"
      - text: "…4"
        why: "…"
    answer: |
      …
    explanation: |
      …
    sources:
${cited.join('\n')}
    reviewed: {on: ${today}, by: prep}
${runs === undefined ? '' : `${proofs[runs]}\n`}`;
}

/** As many of the subject's sources as a question of this concept needs, their sections still to be named. */
export function sourcesToCite(concept: Concept, taxonomy: Taxonomy): { ref: string; section: string; url: string }[] {
  const [ref = 'vendor-docs', second = ref] = subjectOf(concept, taxonomy)?.sources ?? [];
  return (runsOn[concept.proof] === undefined ? [ref, second] : [ref]).map((key) => ({
    ref: key,
    section: '…',
    url: taxonomy.sources[key]?.url || 'https://…',
  }));
}

function sourcesOf(concept: Concept, taxonomy: Taxonomy): string {
  const keys = subjectOf(concept, taxonomy)?.sources ?? [];
  return keys
    .map(
      (key) => `#   ${key}: ${taxonomy.sources[key]?.title}, ${taxonomy.sources[key]?.url || "the vendor's own site"}`,
    )
    .join('\n');
}

function subjectOf(concept: Concept, taxonomy: Taxonomy) {
  const [area, subject] = concept.path.split('/');
  return taxonomy.areas.find((a) => a.slug === area)?.subjects.find((s) => s.slug === subject);
}
