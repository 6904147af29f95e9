import type { VNode } from 'preact';
import type { Button, Choice } from '../../src/view/message.ts';
import { Inlines, type Reader } from './render-inline.tsx';

/** What a marked option says in words, so that colour is never the only sign. */
function markWords(choice: Choice): string | undefined {
  if (choice.mark === 'right') return choice.picked ? 'Right, your pick' : 'Right';
  if (choice.mark === 'wrong') return 'Your pick, not right';
  if (choice.mark === 'missed') return 'Right, not picked';
  return choice.picked ? 'Your pick' : undefined;
}

/** The options under each other. One that has its letter's button is that button as a whole row. */
export function Choices(props: {
  choices: readonly Choice[];
  buttons: ReadonlyMap<string, Button>;
  scope: string;
  reader: Reader;
}): VNode {
  const { choices, buttons, scope, reader } = props;
  return (
    <ol class="choices">
      {choices.map((choice) => {
        const button = buttons.get(choice.letter);
        const mark = markWords(choice);
        const inside = (
          <>
            <span class="letter">
              {choice.letter}
              <span class="unseen">. </span>
            </span>
            <span class="option" dir="auto">
              <Inlines runs={choice.content} reader={reader} />
            </span>
            {mark && (
              <span class="mark">
                <span class="unseen">. </span>
                {mark}
              </span>
            )}
          </>
        );
        return (
          <li class={['choice', choice.mark, choice.picked && 'picked'].filter(Boolean).join(' ')}>
            {button ? (
              <button type="submit" class="row" id={buttonId(scope, button)} name="press" value={button.action}>
                {inside}
              </button>
            ) : (
              <div class="row">{inside}</div>
            )}
            {choice.why && (
              <p class="why" dir="auto">
                <Inlines runs={choice.why} reader={reader} />
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** A button's own id in the page, the same whenever its message is rendered: focus survives an edit by it. */
export function buttonId(scope: string, button: Button): string {
  return `${scope}--${encodeURIComponent(button.action)}`;
}
