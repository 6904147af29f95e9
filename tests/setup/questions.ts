import type { Question } from '../../src/bank/format.ts';

/** A small question with four options; `right` are the indices of the right ones. */
export function question(more: Partial<Question> & { right?: readonly number[] } = {}): Question {
  const { right = [1], ...rest } = more;
  return {
    id: 'python/iteration/generators/made-up',
    concept: 'python/iteration/generators',
    area: 'python',
    subject: 'iteration',
    difficulty: 2,
    order: 'shuffled',
    pick: right.length > 1 ? 'several' : 'one',
    prompt: 'Which of these is so?',
    options: ['zero', 'one', 'two', 'three'].map((word, index) => ({
      text: `option ${word}`,
      right: right.includes(index),
      why: `the reason of ${word}`,
    })),
    answer: 'The short answer.',
    explanation: 'The long explanation.',
    sources: [{ ref: 'made-up', title: 'A source', section: '1.2 Words', url: 'https://example.com/' }],
    reviewed: { on: '2026-11-24', by: 'prep' },
    sample: false,
    ...rest,
  };
}
