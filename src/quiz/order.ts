import type { Question } from '../bank/format.ts';

/** The order in which a round shows the options: shuffled once (Fisher and Yates), unless the question's own order is natural. `random` gives numbers from 0 to 1. */
export function optionOrder(question: Pick<Question, 'options' | 'order'>, random: () => number): number[] {
  const order = question.options.map((_, index) => index);
  if (question.order === 'fixed') return order;
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? last, order[last] ?? other];
  }
  return order;
}
