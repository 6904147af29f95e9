import { renderMessage as renderForDiscord } from '../adapters/discord/render.ts';
import { renderForm as renderFormForDiscord } from '../adapters/discord/render-form.ts';
import { renderMessage as renderForSlack } from '../adapters/slack/render.ts';
import { renderForm as renderFormForSlack } from '../adapters/slack/render-form.ts';
import type { RenderCheck } from '../src/bank/check/check.ts';
import { everyMessageOf, type Sample } from '../src/view/samples.ts';

const printed: Readonly<Record<string, (sample: Sample) => unknown>> = {
  Slack: (sample) => ('form' in sample ? renderFormForSlack(sample.form, '') : renderForSlack(sample.message).blocks),
  Discord: (sample) =>
    'form' in sample ? renderFormForDiscord({ form: sample.form }) : renderForDiscord(sample.message),
};

/** The adapters keep a platform's limits by cutting: a question is refused if any of its messages would be cut. */
export const renderChecks: readonly RenderCheck[] = Object.entries(printed).map(([platform, print]) => (question) => {
  const titles = { concept: question.concept, area: question.area };
  return everyMessageOf(question, titles)
    .filter((sample) => !('form' in sample) && cuts(print(sample)) > cuts(sample.message))
    .map((sample) => `${platform} would cut ${sample.name}`);
});

function cuts(value: unknown): number {
  return JSON.stringify(value).split('…').length;
}
