import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderMessage as renderForDiscord } from '../../adapters/discord/render.ts';
import { renderForm as renderFormForDiscord } from '../../adapters/discord/render-form.ts';
import { renderMessage as renderForSlack } from '../../adapters/slack/render.ts';
import { renderForm as renderFormForSlack } from '../../adapters/slack/render-form.ts';
import { loadBank } from '../../src/bank/load.ts';
import { projectRoot } from '../../src/project-root.ts';
import { everyMessageOf, keyMessages, type Sample } from '../../src/view/samples.ts';
import { checkMessage } from '../fakes/discord/rules-message.ts';
import { checkModal } from '../fakes/discord/rules-modal.ts';
import { blockFaults } from '../fakes/slack/rules/blocks.ts';
import { viewFault } from '../fakes/slack/rules/views.ts';

const bank = await loadBank(path.join(projectRoot, 'questions'));
const samples = (platform: 'slack' | 'discord'): Sample[] => [
  ...keyMessages(bank, platform),
  ...[...bank.questions.values()].flatMap((question) =>
    everyMessageOf(question, { concept: question.concept, area: question.area }).map((sample) => ({
      ...sample,
      name: `${question.id}: ${sample.name}`,
    })),
  ),
];

describe('every message of every question', () => {
  it('is taken by Slack', () => {
    for (const sample of samples('slack')) {
      if ('form' in sample)
        expect(viewFault(renderFormForSlack(sample.form, ''), 'modal'), sample.name).toBeUndefined();
      else {
        const { text, blocks } = renderForSlack(sample.message);
        expect(blockFaults(blocks, 'message'), sample.name).toEqual([]);
        expect(text.length, sample.name).toBeLessThanOrEqual(4_000);
      }
    }
  });

  it('is taken by Discord', () => {
    for (const sample of samples('discord')) {
      const check = () => {
        if ('form' in sample)
          checkModal({ type: 9, data: renderFormForDiscord({ form: sample.form }) } as Parameters<
            typeof checkModal
          >[0]);
        else {
          const body = renderForDiscord(sample.message) as Parameters<typeof checkMessage>[0];
          checkMessage(body, { shape: 'create', whole: body });
        }
      };
      expect(check, sample.name).not.toThrow();
    }
  });
});
