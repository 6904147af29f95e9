import { z } from 'zod';

const sql = z.string().min(1).max(4000);

const step = z
  .strictObject({
    a: sql.optional(),
    b: sql.optional(),
    c: sql.optional(),
    d: sql.optional(),
    as: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, 'a step is named in lower_snake_case')
      .optional()
      .meta({
        description:
          "Names the step, so that `shows` can ask for its outcome: prove.value('name') is the first column of its first row as text, " +
          "prove.rows('name') all rows as jsonb (an array of arrays of text), prove.count('name') the rows returned or changed, " +
          "prove.error('name') its SQLSTATE or null, prove.waited('name') whether it had to wait for a lock.",
      }),
  })
  .refine(
    (s) => [s.a, s.b, s.c, s.d].filter((text) => text !== undefined).length === 1,
    'a step belongs to exactly one session: a, b, c or d',
  )
  .meta({ description: 'One statement in one session. The key is the session: `- a: begin`.' });

/** A proof by SQL on a fresh database of the embedded Postgres. */
export const sqlProof = z.strictObject({
  runs: z.literal('sql'),
  extensions: z
    .array(z.string())
    .max(4)
    .optional()
    .meta({ description: 'Extensions of the embedded Postgres to create first, for example pageinspect.' }),
  setup: z
    .union([sql, z.array(sql).max(20)])
    .optional()
    .meta({
      description:
        'Makes the data. A text is sent as one message and so runs in one transaction; a list is sent one by one, which VACUUM and CREATE INDEX CONCURRENTLY need.',
    }),
  sessions: z
    .array(step)
    .min(1)
    .max(40)
    .optional()
    .meta({
      description:
        'Statements of several sessions in a fixed order. A step that has to wait for a lock is left waiting (that is recorded) and the next step begins; ' +
        'a step that fails is recorded, too. After the last step all waiting ones are awaited, then every session is rolled back and closed, then `shows` run.',
    }),
  shows: z
    .array(sql)
    .min(4)
    .max(5)
    .meta({
      description:
        "One query for every option, in order; it returns one row with one boolean, which must equal the option's `right`. Each runs in a transaction of its own " +
        "that is rolled back. At hand are prove.sqlstate('statement') (the SQLSTATE that it fails with, or null), prove.plan('query') (EXPLAIN as text), " +
        "prove.analyze('query') (EXPLAIN ANALYZE as jsonb) and what `sessions` recorded.",
    }),
  seconds: z.int().min(1).max(60).optional().meta({ description: 'Time limit; 10 unless said.' }),
});

/** A proof by a script in a subprocess. */
export const scriptProof = z.strictObject({
  runs: z.enum(['node', 'python']),
  script: z
    .string()
    .min(1)
    .max(12000)
    .meta({
      description:
        'Prints a JSON array with one boolean for every option as its last line. Lines between the comments `subject: begin` and `subject: end` are what ' +
        'the question is about: the prover changes them and refuses a script that then can only print the same array.',
    }),
  control: z.string().optional().meta({
    description:
      'Rarely needed: text that replaces the first subject and with which the script must run through and print another array. Only where the prover finds no such change by itself.',
  }),
  seconds: z.int().min(1).max(60).optional().meta({ description: 'Time limit; 10 unless said.' }),
});

/** A program that computes which options are right. */
export const proof = z.discriminatedUnion('runs', [sqlProof, scriptProof]);

export type SqlProof = z.infer<typeof sqlProof>;
export type ScriptProof = z.infer<typeof scriptProof>;
export type Proof = z.infer<typeof proof>;
/** What a proof runs on. */
export type Runs = Proof['runs'];
