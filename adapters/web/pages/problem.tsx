import type { VNode } from 'preact';

/** A page that says what is wrong and the way on. */
export function ProblemPage({ heading, text }: { heading: string; text: string }): VNode {
  return (
    <main class="plain" id="messages">
      <p class="brand">
        <span class="avatar" aria-hidden="true">
          P
        </span>
        Prep
      </p>
      <h1>{heading}</h1>
      <p>{text}</p>
      <p>
        <a class="button primary" href="/">
          Open the playground
        </a>
      </p>
    </main>
  );
}
